import type { ApiAnswer } from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';

/** An administrator of the list. */
export type Administrator = ApiAnswer<ConsoleApi['GET /api/administrators']>['items'][number];

/** A role of the matrix. */
export type Role = ApiAnswer<ConsoleApi['GET /api/roles']>['roles'][number];

/** Something that waits for a second administrator. */
export type Approval = ApiAnswer<ConsoleApi['GET /api/approvals']>['items'][number];

/** Whom an administrator reaches. */
export type Scope = Administrator['scope'];
