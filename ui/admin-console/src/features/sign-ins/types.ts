import type { ApiAnswer } from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';

/** A sign-in over all its rounds. */
export type Attempt = ApiAnswer<ConsoleApi['GET /api/sign-ins']>['items'][number];

/** One line of its story. */
export type Step = ApiAnswer<ConsoleApi['GET /api/sign-ins/:id']>['steps'][number];
