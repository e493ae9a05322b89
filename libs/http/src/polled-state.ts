import { EventHub } from './event-hub.ts';
import type { ServerEvent } from './server-event.ts';

/** What {@link PolledState} asks, and how often. */
export interface PolledStateOptions<T> {
  readonly read: () => Promise<T>;
  /** What holds while nobody answers. */
  readonly unknown: T;
  readonly everyMilliseconds: number;
  /** The name under which a change is told. */
  readonly event: string;
}

/** Something that is asked for once per door, however many browsers look at it: they are told when it changes. */
export class PolledState<T> {
  readonly #options: PolledStateOptions<T>;
  readonly #hub = new EventHub();
  #current: T;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = true;

  constructor(options: PolledStateOptions<T>) {
    this.#options = options;
    this.#current = options.unknown;
  }

  get current(): T {
    return this.#current;
  }

  /** Resolves after the first answer, or the first failure to get one. */
  async start(): Promise<void> {
    this.#isStopped = false;
    await this.#poll();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** What holds now, then every change. */
  async *follow(signal: AbortSignal): AsyncGenerator<ServerEvent> {
    // Subscribed before what holds now is told, so that no change falls between the two.
    const changes = this.#hub.subscribe(signal);
    const first = changes.next();
    yield this.#event();
    for (let next = await first; next.done !== true; next = await changes.next()) yield next.value;
  }

  async #poll(): Promise<void> {
    const next = await this.#options.read().catch(() => this.#options.unknown);
    if (this.#isStopped) return;
    if (JSON.stringify(next) !== JSON.stringify(this.#current)) {
      this.#current = next;
      this.#hub.publish(this.#event());
    }
    this.#timer = setTimeout(() => void this.#poll(), this.#options.everyMilliseconds);
  }

  #event(): ServerEvent {
    return { event: this.#options.event, data: this.#current };
  }
}
