import { type RandomSource, randomToken } from '@countersign/crypto';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { UnitOfWork } from '../../../platform/database.ts';
import type { SetupStore } from './ports/setup-store.ts';
import { demandOpen, digest } from './setup-access.ts';

const OCTETS = 32;

/** What {@link SetupTokens} works with. */
export interface SetupTokenDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly store: SetupStore;
  readonly random: RandomSource;
}

/**
 * The one-time token that opens the first set-up: whoever can read the log of the server, or use its command line, is
 * believed to be the one who installs it. Only hashes are kept.
 */
export class SetupTokens {
  readonly #with: SetupTokenDependencies;

  constructor(dependencies: SetupTokenDependencies) {
    this.#with = dependencies;
  }

  /**
   * A new token in place of the former one; a browser that had begun is shut out.
   *
   * @throws DomainError `not_allowed` while somebody is administrator
   */
  async create(context: CommandContext): Promise<string> {
    const { unitOfWork, store, random } = this.#with;
    const token = randomToken(random, OCTETS);
    // Without the key of the request: the token cannot be shown again.
    await unitOfWork.run({ actor: context.actor, now: context.now }, async (tx) => {
      const setup = await store.lock(tx);
      if (setup.hasAdministrator || setup.isComplete) {
        const message =
          'Somebody is administrator already: sign in at the console, or see `countersign administrators`.';
        throw new DomainError('not_allowed', message, { field: 'has_administrator' });
      }
      const changed = { ...setup, tokenHash: digest(token), sessionHash: undefined, sessionStartedAt: 0 };
      await store.save(tx, changed, context.now);
      tx.journal({ action: 'setup_token_created', kind: 'server' });
      return {};
    });
    return token;
  }

  /** A token if this installation is empty and never had one; undefined otherwise. */
  async createFirst(context: CommandContext): Promise<string | undefined> {
    const setup = await this.#with.store.read();
    const isUntouched = setup.tokenHash === undefined && setup.sessionHash === undefined;
    if (!isUntouched || setup.isComplete || setup.hasAdministrator) return undefined;
    return await this.create(context);
  }

  /**
   * Gives a session for the token; the token is used up by it.
   *
   * @throws DomainError `not_found` once set-up is closed, `not_allowed` for a wrong or used token
   */
  async exchange(token: string, context: CommandContext): Promise<string> {
    const { unitOfWork, store, random } = this.#with;
    const session = randomToken(random, OCTETS);
    await unitOfWork.run({ actor: context.actor, now: context.now }, async (tx) => {
      const setup = await store.lock(tx);
      demandOpen(setup, context.now);
      if (setup.tokenHash === undefined || digest(token.trim()) !== setup.tokenHash) {
        const message = 'This token is wrong or was used. `countersign setup token` makes a new one.';
        throw new DomainError('not_allowed', message, { field: 'setup_token' });
      }
      const changed = { ...setup, tokenHash: undefined, sessionHash: digest(session), sessionStartedAt: context.now };
      await store.save(tx, changed, context.now);
      tx.journal({ action: 'setup_token_exchanged', kind: 'server' });
      return {};
    });
    return session;
  }
}
