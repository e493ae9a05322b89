import { radiusClientsV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import type { RpcChannel } from '@countersign/rpc';
import type { AccountingRecord, AccountingStore } from '../../application/ports/accounting-store.ts';

interface Waiting {
  readonly record: radiusClientsV1.AccountingRecord;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const MAX_BATCH = 64;
const MAX_WAITING = 4096;
const DEADLINE_MILLISECONDS = 2000;

/** Hands accounting records to an auth-server, those of one turn of the event loop in one call. */
export class GrpcAccountingStore implements AccountingStore {
  readonly #channel: RpcChannel;
  #waiting: Waiting[] = [];
  #inFlight = 0;

  constructor(channel: RpcChannel) {
    this.#channel = channel;
  }

  keep(record: AccountingRecord): Promise<void> {
    if (this.#waiting.length + this.#inFlight >= MAX_WAITING) {
      return Promise.reject(new DomainError('unavailable', 'too many accounting records wait to be kept'));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record: toWire(record), resolve, reject });
      if (this.#waiting.length === 1) {
        setImmediate(() => this.#flush());
      }
    });
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < waiting.length; start += MAX_BATCH) {
      void this.#send(waiting.slice(start, start + MAX_BATCH));
    }
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    this.#inFlight += batch.length;
    const client = this.#channel.client(radiusClientsV1.RadiusClientFeedServiceDefinition);
    const options = { deadlineMilliseconds: DEADLINE_MILLISECONDS };
    try {
      await client.recordAccounting({ records: batch.map(({ record }) => record) }, options);
      for (const { resolve } of batch) {
        resolve();
      }
    } catch (error) {
      for (const { reject } of batch) {
        reject(error);
      }
    } finally {
      this.#inFlight -= batch.length;
    }
  }
}

function toWire(record: AccountingRecord): radiusClientsV1.AccountingRecord {
  const { classOctets, recordKey, occurredAtMilliseconds, inputOctets, outputOctets, ...same } = record;
  return {
    ...same,
    recordKey: Buffer.from(recordKey),
    occurredAtMilliseconds,
    inputOctets: Number(inputOctets),
    outputOctets: Number(outputOctets),
    class: Buffer.from(classOctets),
  };
}
