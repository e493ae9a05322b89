import type { ApiAnswer } from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';

/** What the page is told. */
export type Servers = ApiAnswer<ConsoleApi['GET /api/servers']>;

/** A process. */
export type Server = Servers['servers'][number];

/** A copy of the database. */
export type DatabaseNode = Servers['nodes'][number];
