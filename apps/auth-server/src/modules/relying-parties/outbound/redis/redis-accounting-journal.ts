import { createHash } from 'node:crypto';
import { DomainError } from '@countersign/errors';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import { RedisScript } from '../../../../outbound/redis/redis-script.ts';
import type { JournalEvent } from '../../../journal/index.ts';
import type { AccountingJournal, AccountingRecord } from '../../application/ports/accounting-journal.ts';

/** How long a repeat of a record is recognised; a NAS repeats for minutes, a proxy with a queue for a day. */
const REMEMBERED_SECONDS = 2 * 86_400;

/**
 * Keeps what was not kept before. KEYS: the stream, then a mark for each record. ARGV: seconds, then event and outcome of
 * each record.
 */
const keepScript = new RedisScript(`
local kept = 0
for i = 2, #KEYS do
  if redis.call('SET', KEYS[i], '1', 'NX', 'EX', ARGV[1]) then
    redis.call('XADD', KEYS[1], '*', 'e', ARGV[i * 2 - 2], 'o', ARGV[i * 2 - 1], 'r', '', 'l', '')
    kept = kept + 1
  end
end
return kept
`);

/** Accounting records in the journal's stream. */
export class RedisAccountingJournal implements AccountingJournal {
  readonly #redis: RedisConnection;
  readonly #server: string;

  constructor(redis: RedisConnection, server: string) {
    this.#redis = redis;
    this.#server = server;
  }

  async keep(records: readonly (AccountingRecord & { readonly relyingParty: string })[]): Promise<void> {
    const keys = [
      redisKeys.journal,
      ...records.map(({ clientId, recordKey }) => redisKeys.accounting(clientId, recordKey)),
    ];
    const entries = records.flatMap((record) => [JSON.stringify(this.#eventOf(record)), record.status]);
    try {
      await keepScript.run(this.#redis.client, keys, [REMEMBERED_SECONDS, ...entries]);
    } catch (cause) {
      throw new DomainError('unavailable', 'Accounting records cannot be kept: Redis does not answer.', { cause });
    }
  }

  #eventOf(record: AccountingRecord & { readonly relyingParty: string }): JournalEvent {
    const { clientId, userName, occurredAt, status, details, relyingParty } = record;
    return {
      eventId: eventIdOf(record),
      occurredAt,
      kind: 'accounting',
      userName,
      relyingParty,
      server: this.#server,
      details: { ...details, status, clientId },
    };
  }
}

/** The same for every repeat of a record, whichever server it reaches (a UUID of version 8, RFC 9562 section 5.8). */
function eventIdOf({ clientId, recordKey }: AccountingRecord): string {
  const octets = createHash('sha256').update(`accounting ${clientId} ${recordKey}`).digest().subarray(0, 16);
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | 0x80, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = octets.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
