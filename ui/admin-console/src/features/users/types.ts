import type { ApiAnswer, ApiInput } from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';

/** A user of the list. */
export type ListedUser = ApiAnswer<ConsoleApi['GET /api/users']>['items'][number];
/** One user with everything but secrets. */
export type User = ApiAnswer<ConsoleApi['GET /api/users/:user']>;
/** What a user has. */
export type Method = User['methods'][number];
/** Work on many users. */
export type Job = ApiAnswer<ConsoleApi['GET /api/user-jobs/:id']>;
/** What is asked for to begin such work. */
export type JobRequest = ApiInput<ConsoleApi['POST /api/user-jobs']>['body'];
/** What can be done with many users. */
export type JobAction = JobRequest['action'];

/** First and last name, or the user name of who has none. */
export function nameOf(user: Pick<User, 'firstName' | 'lastName' | 'userName'>): string {
  return `${user.firstName} ${user.lastName}`.trim() || user.userName;
}
