import type { Logger, Metrics } from '@countersign/observability';
import type { Route } from './route.ts';
import type { StaticFiles } from './static-files.ts';

/** What a door is made of. */
export interface DoorParts<Core = unknown> {
  readonly routes: readonly Route<Core>[];
  /** The clients of the core, handed to every handler. */
  readonly core: Core;
  /** Short name of the session cookie: `por`, `con`. */
  readonly cookie: string;
  /** The origin under which browsers know this door, as in `https://console.example`. */
  readonly publicOrigin: string;
  readonly pages: StaticFiles;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Checks answers against their schemas: for tests. */
  readonly checksAnswers?: boolean;
  readonly heartbeatMilliseconds?: number;
}
