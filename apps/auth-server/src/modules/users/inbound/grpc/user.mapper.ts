import { usersV1 } from '@countersign/contracts';
import { maskPhone } from '@countersign/domain';
import type { AuthenticatorSummary, ManagedUser } from '../../application/ports/managed-user.ts';
import type { Standing } from '../../application/ports/user-standings.ts';

/** A user on the wire; `standing` is left out when it is not known. */
export function toWireUser(user: ManagedUser, standing: Standing | undefined, now: number): usersV1.User {
  return usersV1.User.fromPartial({
    id: user.id,
    userName: user.userName,
    aliases: [...user.aliases],
    firstName: user.firstName,
    lastName: user.lastName,
    mail: user.mail,
    description: user.description,
    isEnabled: user.isEnabled,
    groups: [...user.groups],
    tags: [...user.tags],
    languages: user.languages,
    defaultMethod: user.defaultMethod ?? '',
    hasPassword: user.hasPassword,
    hasPin: user.hasPin,
    isPinChangeRequired: user.isPinChangeRequired,
    isOathPinMode: user.isOathPinMode,
    version: user.version,
    createdAtMilliseconds: user.createdAt,
    authenticators: user.authenticators.map(toWireAuthenticator),
    ...(standing === undefined ? {} : { standing: toWireStanding(standing, now) }),
  });
}

function toWireStanding(standing: Standing, now: number): usersV1.UserStanding {
  return {
    lockedUntilMilliseconds: standing.lockedUntil,
    isBlocked: standing.blockedUntil > now,
    blockReason: standing.blockReason,
    blockedUntilMilliseconds: standing.blockedUntil,
    bypassUntilMilliseconds: standing.bypassUntil,
    failedAttempts: standing.failedAttempts,
  };
}

function toWireAuthenticator(authenticator: AuthenticatorSummary): usersV1.AuthenticatorSummary {
  const { phone } = authenticator;
  return {
    id: authenticator.id,
    kind: authenticator.kind,
    name: authenticator.name,
    state: authenticator.state,
    serialNumber: authenticator.serialNumber,
    phone: phone === undefined ? '' : maskPhone(phone),
    boundAtMilliseconds: authenticator.boundAt,
    lastUsedAtMilliseconds: authenticator.lastUsedAt,
    recoveryCodesLeft: authenticator.recoveryCodesLeft,
  };
}
