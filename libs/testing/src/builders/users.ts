import { type Authenticator, canonicalUserName, type Method, type User } from '@countersign/domain';

/** See {@link aUser}. */
export class UserBuilder {
  readonly #user: User;

  constructor(user: User) {
    this.#user = user;
  }

  /** The same with some fields replaced. */
  with(changes: Partial<User>): UserBuilder {
    return new UserBuilder({ ...this.#user, ...changes });
  }

  named(userName: string): UserBuilder {
    const name = canonicalUserName(userName);
    if (name === undefined) throw new RangeError(`nobody can be called ${JSON.stringify(userName)}`);
    return this.with({ userName: name });
  }

  having(...authenticators: readonly Authenticator[]): UserBuilder {
    return this.with({ authenticators });
  }

  preferring(method: Method): UserBuilder {
    return this.with({ defaultMethod: method });
  }

  disabled(): UserBuilder {
    return this.with({ isEnabled: false });
  }

  /** OATH codes are entered as PIN followed by code. */
  inPinMode(pinHash: string | undefined = 'hash of the PIN'): UserBuilder {
    return this.with({ isOathPinMode: true, pin: { ...this.#user.pin, hash: pinHash } });
  }

  withPinChangeRequired(): UserBuilder {
    return this.with({ pin: { ...this.#user.pin, isChangeRequired: true } });
  }

  /** @param expiresAt milliseconds since 1970 */
  withPinUntil(expiresAt: number): UserBuilder {
    return this.with({ pin: { ...this.#user.pin, expiresAt } });
  }

  inGroups(...groups: readonly string[]): UserBuilder {
    return this.with({ groups });
  }

  inVersion(version: number): UserBuilder {
    return this.with({ version });
  }

  build(): User {
    return this.#user;
  }
}

/** An enabled user, `alice`, with a password and without authenticators. */
export function aUser(id = '0198c0de-0000-7000-8000-00000000a11c'): UserBuilder {
  return new UserBuilder({
    id,
    version: 1,
    userName: 'alice' as User['userName'],
    directoryName: undefined,
    contact: { firstName: '', lastName: '', mail: '' },
    isEnabled: true,
    groups: [],
    languages: {},
    defaultMethod: undefined,
    passwordHash: 'hash of the password',
    pin: { hash: undefined, isChangeRequired: false, expiresAt: undefined },
    isOathPinMode: false,
    authenticators: [],
  });
}
