import type { ServerEvent } from './server-event.ts';

const MOST_WAITING = 256;

interface Subscriber {
  readonly waiting: ServerEvent[];
  wake: () => void;
  isOver: boolean;
}

/** Hands each event to everyone who listens. Whoever does not keep up is let go, and connects again. */
export class EventHub {
  readonly #subscribers = new Set<Subscriber>();

  get size(): number {
    return this.#subscribers.size;
  }

  publish(event: ServerEvent): void {
    for (const subscriber of this.#subscribers) {
      subscriber.waiting.push(event);
      subscriber.isOver ||= subscriber.waiting.length > MOST_WAITING;
      subscriber.wake();
    }
  }

  /** The events from now on, until the signal aborts. */
  async *subscribe(signal: AbortSignal): AsyncGenerator<ServerEvent> {
    const subscriber: Subscriber = { waiting: [], wake: () => undefined, isOver: signal.aborted };
    const end = (): void => {
      subscriber.isOver = true;
      subscriber.wake();
    };
    signal.addEventListener('abort', end, { once: true });
    this.#subscribers.add(subscriber);
    try {
      while (!subscriber.isOver) {
        const next = subscriber.waiting.shift();
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (subscriber.wake = resolve));
      }
    } finally {
      signal.removeEventListener('abort', end);
      this.#subscribers.delete(subscriber);
    }
  }
}
