import { EventEmitter } from 'node:events';

/** What changed, on whichever server: names of the snapshots that must be read again. */
export type ChangeTopic = 'settings' | 'radius-clients' | 'users';

/**
 * Tells the parts of this process that something changed. Changes of other servers arrive through Redis; whoever keeps a
 * snapshot polls as well, because a message may be lost.
 */
export class ChangeEvents {
  readonly #emitter = new EventEmitter();

  /** Calls `listener` after each change of the topic; the result ends it. */
  on(topic: ChangeTopic, listener: () => void): () => void {
    this.#emitter.on(topic, listener);
    return () => this.#emitter.off(topic, listener);
  }

  emit(topic: ChangeTopic): void {
    this.#emitter.emit(topic);
  }
}
