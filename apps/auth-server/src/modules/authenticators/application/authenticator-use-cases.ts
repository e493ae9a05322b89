import { AddPhone } from './add-phone.use-case.ts';
import { AddTotp } from './add-totp.use-case.ts';
import {
  RemoveUnassignedToken,
  ReplaceAuthenticator,
  SetAuthenticatorState,
  UnassignAuthenticator,
} from './change-tokens.ts';
import type { TokenQuery } from './ports/token-list.ts';
import { AssignAuthenticator } from './assign-authenticator.use-case.ts';
import type { AuthenticatorDependencies } from './authenticator-dependencies.ts';
import { CreateRecoveryCodes } from './create-recovery-codes.use-case.ts';
import { ImportAuthenticators } from './import-authenticators.use-case.ts';
import { RemoveAuthenticator } from './remove-authenticator.use-case.ts';
import { ResyncAuthenticator } from './resync-authenticator.use-case.ts';

/** Everything that administrators can do with authenticators. */
export type AuthenticatorUseCases = ReturnType<typeof authenticatorUseCases>;

/** The use cases of this module over their dependencies. */
export function authenticatorUseCases(dependencies: AuthenticatorDependencies) {
  return {
    addTotp: new AddTotp(dependencies),
    addPhone: new AddPhone(dependencies),
    importAuthenticators: new ImportAuthenticators(dependencies),
    assignAuthenticator: new AssignAuthenticator(dependencies),
    resyncAuthenticator: new ResyncAuthenticator(dependencies),
    removeAuthenticator: new RemoveAuthenticator(dependencies),
    unassignAuthenticator: new UnassignAuthenticator(dependencies),
    setAuthenticatorState: new SetAuthenticatorState(dependencies),
    replaceAuthenticator: new ReplaceAuthenticator(dependencies),
    removeUnassignedToken: new RemoveUnassignedToken(dependencies),
    listTokens: { execute: async (query: TokenQuery) => await dependencies.tokens.list(query) },
    createRecoveryCodes: new CreateRecoveryCodes(dependencies),
  };
}
