import type { User } from '../users/user.ts';
import type { Authenticator, HotpAuthenticator, TotpAuthenticator } from './authenticator.ts';
import { METHODS, type Method } from './method.ts';

/** The methods by which a user can prove something now, in the order of {@link METHODS}. */
export function methodsOf(user: Pick<User, 'authenticators'>): readonly Method[] {
  const usable = new Set(user.authenticators.map(methodOf));
  return METHODS.filter((method) => usable.has(method));
}

/** What an authenticator proves something by; absent while it cannot. */
export function methodOf(authenticator: Authenticator): Method | undefined {
  if (authenticator.state !== 'active') return undefined;
  switch (authenticator.kind) {
    case 'totp':
    case 'hotp':
    case 'passkey':
      return authenticator.kind;
    case 'phone':
      return 'text_message';
    case 'recovery_codes':
      return authenticator.codes.length > 0 ? 'recovery_code' : undefined;
  }
}

/** True for a device that shows codes (the original's "OATH token"). */
export function isOath(authenticator: Authenticator): authenticator is TotpAuthenticator | HotpAuthenticator {
  return authenticator.kind === 'totp' || authenticator.kind === 'hotp';
}
