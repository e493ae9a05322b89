import type { ChangeTopic } from '../../../../platform/events.ts';

/** DI token of the {@link ChangeAnnouncer}. */
export const CHANGE_ANNOUNCER = Symbol('CHANGE_ANNOUNCER');

/** Tells every server, this one included, that something it keeps a snapshot of has changed. */
export interface ChangeAnnouncer {
  /** Never throws: whoever keeps a snapshot also looks for changes by itself. */
  announce(topic: ChangeTopic): Promise<void>;
}
