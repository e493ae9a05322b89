import type { Sealer } from '@countersign/crypto';
import { DomainError, SecretBytes } from '@countersign/errors';
import type { EntityManager } from 'typeorm';
import type { CommandContext } from '../../platform/command-context.ts';
import { messageOf } from './error-facts.ts';

const LONGEST_KEY = 200;
const TABLE = 'idempotency_keys';

interface KeyRow {
  readonly request_hash: Buffer;
  readonly response: { readonly sealed: string } | null;
}

/**
 * Remembers the answers to changes that carried a key, in the transaction of the change. Answers are sealed: among them are
 * seeds and recovery codes, which are shown once and stored nowhere else in clear.
 */
export class IdempotencyKeys {
  readonly #sealer: Sealer;

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  /**
   * Claims the key of `context` for this transaction. A transaction with the same key that is under way is waited for.
   * @returns the earlier answer, when there is one
   * @throws DomainError `invalid_request` when the key was used for another request
   */
  async claim(manager: EntityManager, context: CommandContext): Promise<{ response: unknown } | undefined> {
    if (context.idempotencyKey === undefined) return undefined;
    const { key, hash } = checked(context);
    const claimed = (await manager.query(
      `INSERT INTO idempotency_keys (key, request_hash, created_at) VALUES ($1, $2, to_timestamp($3 / 1000.0))
       ON CONFLICT (key) DO NOTHING RETURNING key`,
      [key, hash, context.now],
    )) as unknown[];
    if (claimed.length > 0) return undefined;
    const rows = (await manager.query('SELECT request_hash, response FROM idempotency_keys WHERE key = $1', [
      key,
    ])) as KeyRow[];
    const [row] = rows;
    if (row === undefined || row.response === null) throw stillRunning();
    if (!row.request_hash.equals(hash)) throw usedForAnother();
    return { response: this.#open(key, row.response.sealed) };
  }

  /** Stores the answer, in the transaction that claimed the key. */
  async keep(manager: EntityManager, context: CommandContext, response: unknown): Promise<void> {
    if (context.idempotencyKey === undefined) return;
    const { key } = checked(context);
    const text = SecretBytes.fromText(JSON.stringify({ response }));
    const sealed = this.#sealer.seal(text, { table: TABLE, column: 'response', row: key }).toString('base64');
    await manager.query('UPDATE idempotency_keys SET response = $2::jsonb WHERE key = $1', [
      key,
      JSON.stringify({ sealed }),
    ]);
  }

  #open(key: string, sealed: string): unknown {
    try {
      const text = this.#sealer.open(Buffer.from(sealed, 'base64'), { table: TABLE, column: 'response', row: key });
      return (JSON.parse(text.expose().toString('utf8')) as { response?: unknown }).response;
    } catch (cause) {
      const message = `This change was made before; its answer cannot be shown again (${messageOf(cause)}). Look at the result.`;
      throw new DomainError('invalid_request', message, { cause, field: 'idempotency-key' });
    }
  }
}

/** One caller cannot read the answers to another, so the actor is part of the key. */
function checked({ idempotencyKey = '', requestHash = '', actor }: CommandContext): { key: string; hash: Buffer } {
  const isPlain = /^[\x21-\x7e]+$/.test(idempotencyKey) && idempotencyKey.length <= LONGEST_KEY;
  if (!isPlain || !/^(?:[0-9a-f]{2}){16,64}$/i.test(requestHash)) {
    const message = `An idempotency key has 1 to ${LONGEST_KEY} visible ASCII characters and comes with the hash of the request.`;
    throw new DomainError('invalid_request', message, { field: 'idempotency-key' });
  }
  return { key: `${actor}\n${idempotencyKey}`, hash: Buffer.from(requestHash, 'hex') };
}

function usedForAnother(): DomainError {
  const message = 'This idempotency key belongs to another request: use a new one for each change.';
  return new DomainError('invalid_request', message, { field: 'idempotency-key' });
}

function stillRunning(): DomainError {
  const message = 'The first request with this idempotency key has not ended. Try again.';
  return new DomainError('unavailable', message, { retryAfterSeconds: 1 });
}
