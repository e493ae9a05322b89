import type { Transaction } from '../../../platform/database.ts';
import type { UserUseCases } from './user-use-cases.ts';

/** The use cases of this module inside of a change of another one. */
export type JoinedUserUseCases = (tx: Transaction) => UserUseCases;

/** DI token of the {@link JoinedUserUseCases}. */
export const JOINED_USER_USE_CASES = Symbol('JOINED_USER_USE_CASES');
