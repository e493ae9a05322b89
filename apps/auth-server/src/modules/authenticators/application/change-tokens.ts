import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Transaction } from '../../../platform/database.ts';
import type { AuthenticatorDependencies } from './authenticator-dependencies.ts';
import { type LockedToken, lockToken } from './lock-token.ts';

/** What an administrator does to one token, and why. */
export interface TokenCommand {
  /** Id or serial number. */
  readonly authenticator: string;
  readonly reason: string;
}

/** The states that an administrator may choose. */
export type TokenState = 'active' | 'suspended' | 'revoked';

const ACTIONS = {
  active: 'authenticator_enabled',
  suspended: 'authenticator_disabled',
  revoked: 'authenticator_lost',
} as const satisfies Record<TokenState, string>;

/** Takes a token away from its user; it goes back into stock. Codes it gave stay used. */
export class UnassignAuthenticator {
  readonly #with: AuthenticatorDependencies;

  constructor(dependencies: AuthenticatorDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `authenticator_not_found`, `not_allowed` */
  async execute({ authenticator, reason }: TokenCommand, context: CommandContext): Promise<void> {
    const { unitOfWork, authenticators } = this.#with;
    await unitOfWork.run(context, async (tx) => {
      const locked = await lockToken(this.#with, tx, authenticator, context);
      const { token, owner } = locked;
      if (owner === undefined) throw new DomainError('not_allowed', 'The token belongs to nobody already.');
      if (token.serialNumber === undefined) {
        throw new DomainError(
          'not_allowed',
          'This is an app of the user, not a device that another user could get: remove it instead.',
        );
      }
      await tx.bumpUser(owner.id);
      await authenticators.unbind(tx, token.id);
      journal(tx, 'authenticator_unassigned', locked, { reason });
      return {};
    });
  }
}

/** Switches a token off and on, or ends it because it is lost. */
export class SetAuthenticatorState {
  readonly #with: AuthenticatorDependencies;

  constructor(dependencies: AuthenticatorDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `authenticator_not_found` */
  async execute(
    { authenticator, reason, state }: TokenCommand & { readonly state: TokenState },
    context: CommandContext,
  ): Promise<void> {
    const { unitOfWork, authenticators } = this.#with;
    await unitOfWork.run(context, async (tx) => {
      const locked = await lockToken(this.#with, tx, authenticator, context);
      if (locked.token.state === state) return {};
      if (locked.owner !== undefined) await tx.bumpUser(locked.owner.id);
      await authenticators.setState(tx, locked.token.id, state);
      journal(tx, ACTIONS[state], locked, { reason, before: locked.token.state });
      return {};
    });
  }
}

/** Ends a lost token and gives its user another one from stock, both or neither. */
export class ReplaceAuthenticator {
  readonly #with: AuthenticatorDependencies;

  constructor(dependencies: AuthenticatorDependencies) {
    this.#with = dependencies;
  }

  /**
   * @returns the id of the one that took its place
   * @throws DomainError `authenticator_not_found`, `authenticator_already_bound`, `not_allowed`
   */
  async execute(
    { authenticator, reason, replacement }: TokenCommand & { readonly replacement: string },
    context: CommandContext,
  ): Promise<string> {
    const { unitOfWork, authenticators } = this.#with;
    const stored = await unitOfWork.run(context, async (tx) => {
      const lost = await lockToken(this.#with, tx, authenticator, context);
      const { owner } = lost;
      if (owner === undefined)
        throw new DomainError('not_allowed', 'The token belongs to nobody: there is nobody to give another one to.');
      const fresh = await authenticators.lockBySerial(tx, replacement);
      if (fresh === undefined)
        throw stockProblem('authenticator_not_found', 'There is no token with this serial number.');
      if (fresh.userId !== undefined)
        throw stockProblem('authenticator_already_bound', 'This token belongs to a user already.');
      if (fresh.state !== 'active') throw stockProblem('not_allowed', 'This token is switched off: enable it first.');
      await tx.bumpUser(owner.id);
      await authenticators.setState(tx, lost.token.id, 'revoked');
      await authenticators.bind(tx, fresh.id, owner.id, context.now);
      journal(tx, ACTIONS.revoked, lost, { reason, replacedBy: replacement });
      journal(tx, 'authenticator_assigned', { token: fresh, owner }, { reason });
      return { id: fresh.id };
    });
    return stored.id;
  }
}

/** Removes a token that belongs to nobody. */
export class RemoveUnassignedToken {
  readonly #with: AuthenticatorDependencies;

  constructor(dependencies: AuthenticatorDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `authenticator_not_found`, `not_allowed` */
  async execute(named: string, context: CommandContext): Promise<void> {
    const { unitOfWork, authenticators } = this.#with;
    await unitOfWork.run(context, async (tx) => {
      const locked = await lockToken(this.#with, tx, named, context);
      if (locked.owner !== undefined)
        throw new DomainError('not_allowed', `The token belongs to ${locked.owner.userName}: name the user as well.`);
      await authenticators.remove(tx, locked.token.id);
      journal(tx, 'authenticator_removed', locked, {});
      return {};
    });
  }
}

function stockProblem(
  code: 'authenticator_not_found' | 'authenticator_already_bound' | 'not_allowed',
  message: string,
): DomainError {
  return new DomainError(code, message, { field: 'replacement_serial_number' });
}

function journal(
  tx: Transaction,
  action: string,
  { token, owner }: LockedToken,
  details: Readonly<Record<string, string>>,
): void {
  const { id: authenticatorId, kind, serialNumber = '' } = token;
  tx.journal({
    action,
    ...(owner === undefined ? {} : { userId: owner.id, userName: owner.userName }),
    details: { authenticatorId, kind, serialNumber, ...details },
  });
}
