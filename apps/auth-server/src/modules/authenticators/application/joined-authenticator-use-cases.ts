import type { Transaction } from '../../../platform/database.ts';
import type { AuthenticatorUseCases } from './authenticator-use-cases.ts';

/** The use cases of this module inside of a change of another one. */
export type JoinedAuthenticatorUseCases = (tx: Transaction) => AuthenticatorUseCases;

/** DI token of the {@link JoinedAuthenticatorUseCases}. */
export const JOINED_AUTHENTICATOR_USE_CASES = Symbol('JOINED_AUTHENTICATOR_USE_CASES');
