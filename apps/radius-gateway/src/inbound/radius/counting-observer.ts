import type { Logger, Metrics } from '@countersign/observability';
import { RadiusCode } from '@countersign/radius';
import type { DiscardReason, LocalRejectReason } from './discard-reasons.ts';
import { RateLimitedLog } from './rate-limited-log.ts';
import type { TrafficObserver } from './traffic-observer.ts';

const CODE_NAMES = new Map<number, string>(Object.entries(RadiusCode).map(([name, code]) => [code, name]));
/** Everyday silence, which is counted and not logged. */
const UNREMARKABLE: ReadonlySet<DiscardReason> = new Set(['duplicate_pending', 'in_progress_elsewhere', 'draining']);

/** Counts in metrics, and writes what an administrator should see to the log, at a bounded rate. */
export class CountingObserver implements TrafficObserver {
  readonly #requests;
  readonly #replies;
  readonly #discards;
  readonly #rejects;
  readonly #repeats;
  readonly #trimmed;
  readonly #exceptions;
  readonly #logger: Logger;
  readonly #log: RateLimitedLog;

  constructor(metrics: Metrics, logger: Logger, now: () => number) {
    this.#logger = logger;
    this.#log = new RateLimitedLog(now);
    const counter = <L extends string>(name: string, help: string, labels: readonly L[]) =>
      metrics.counter<L>({ name: `countersign_radius_${name}_total`, help, labels });
    this.#requests = counter('requests', 'Requests of known clients, signature checked.', ['client', 'code', 'signed']);
    this.#replies = counter('replies', 'Replies sent.', ['client', 'code']);
    this.#discards = counter('discards', 'Datagrams without an answer, and why.', ['client', 'reason']);
    this.#rejects = counter('local_rejects', 'Access-Rejects without asking the core, and why.', ['client', 'reason']);
    this.#repeats = counter('repeats', 'Retransmissions answered with the same octets.', ['client']);
    this.#trimmed = counter('trimmed_attributes', 'Attributes left out because the reply was full.', ['client']);
    this.#exceptions = counter('unsigned_proxy_state', 'Unsigned requests with Proxy-State let through.', ['client']);
  }

  received(client: string, code: number, isSigned: boolean): void {
    this.#requests.inc({ client, code: nameOf(code), signed: isSigned ? 'yes' : 'no' });
  }

  discarded(reason: DiscardReason, client: string, address: string): void {
    this.#discards.inc({ client, reason });
    if (!UNREMARKABLE.has(reason)) {
      this.#log.log(`${reason}/${client}`, (suppressed) =>
        this.#logger.warn({ reason, client, address, suppressed }, 'RADIUS datagram dropped'),
      );
    }
  }

  replied(client: string, code: number): void {
    this.#replies.inc({ client, code: nameOf(code) });
  }

  rejected(reason: LocalRejectReason, client: string): void {
    this.#rejects.inc({ client, reason });
    this.#log.log(`${reason}/${client}`, (suppressed) =>
      this.#logger.warn({ reason, client, suppressed }, 'Access-Request refused by the gateway itself'),
    );
  }

  repeated(client: string): void {
    this.#repeats.inc({ client });
  }

  trimmed(client: string, attributes: number): void {
    this.#trimmed.inc({ client }, attributes);
    this.#log.log(`trimmed/${client}`, (suppressed) =>
      this.#logger.warn({ client, attributes, suppressed }, 'a reply was full: attributes of the policy were left out'),
    );
  }

  exceptionUsed(client: string): void {
    this.#exceptions.inc({ client });
    this.#log.log(`exception/${client}`, (suppressed) =>
      this.#logger.warn({ client, suppressed }, 'unsigned request with Proxy-State let through by an exception'),
    );
  }

  failed(error: unknown): void {
    this.#log.log('failed', (suppressed) =>
      this.#logger.error({ err: error, suppressed }, 'handling a RADIUS request failed'),
    );
  }
}

function nameOf(code: number): string {
  return CODE_NAMES.get(code) ?? 'other';
}
