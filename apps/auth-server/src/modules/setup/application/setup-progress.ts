import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { UnitOfWork } from '../../../platform/database.ts';
import { type Setup, type SetupProgress, SETUP_STEPS, type SetupStep, type SetupStore } from './ports/setup-store.ts';
import { demandSession, isAuthorized, isClosed } from './setup-access.ts';

/** What a browser is told. */
export interface SetupView {
  readonly isOpen: boolean;
  readonly isAuthorized: boolean;
  readonly progress: SetupProgress | undefined;
}

/** How far the first set-up has come, kept so that another day goes on there. */
export class SetupProgressKeeper {
  readonly #unitOfWork: UnitOfWork;
  readonly #store: SetupStore;

  constructor(unitOfWork: UnitOfWork, store: SetupStore) {
    this.#unitOfWork = unitOfWork;
    this.#store = store;
  }

  /** What is there for whom; strangers learn only whether there is something to set up. */
  async view(session: string | undefined, now: number): Promise<SetupView> {
    const setup = await this.#store.read();
    const isOpen = !isClosed(setup, now);
    const mayGoOn = isOpen && isAuthorized(setup, session);
    return { isOpen, isAuthorized: mayGoOn, progress: mayGoOn ? setup.progress : undefined };
  }

  /** @throws DomainError `not_found`, `sign_in_required` */
  async demand(session: string | undefined, now: number): Promise<Setup> {
    const setup = await this.#store.read();
    demandSession(setup, session, now);
    return setup;
  }

  /** Notes what a step has left, and goes on to the step after it. */
  async finish(
    step: SetupStep,
    left: Partial<SetupProgress>,
    session: string | undefined,
    context: CommandContext,
  ): Promise<void> {
    await this.#change(session, context, ({ progress, ...setup }) => {
      const skipped = left.skipped ?? progress.skipped.filter((each) => each !== step);
      return { ...setup, progress: { ...progress, ...left, skipped, step: later(progress.step, stepAfter(step)) } };
    });
  }

  /** Notes that a step was left out. */
  async skip(step: SetupStep, session: string | undefined, context: CommandContext): Promise<void> {
    const { progress } = await this.#store.read();
    await this.finish(step, { skipped: [...new Set([...progress.skipped, step])] }, session, context);
  }

  /**
   * Closes set-up for ever.
   *
   * @throws DomainError `not_allowed` while nobody is administrator
   */
  async complete(session: string | undefined, context: CommandContext): Promise<void> {
    const close = (setup: Setup): Setup => {
      if (setup.hasAdministrator) return { ...setup, isComplete: true };
      throw new DomainError('not_allowed', 'Make the first administrator before you finish.', {
        field: 'administrator',
      });
    };
    await this.#change(session, context, close, 'setup_completed');
  }

  async #change(
    session: string | undefined,
    context: CommandContext,
    change: (setup: Setup) => Setup,
    action?: string,
  ): Promise<void> {
    await this.#unitOfWork.run({ actor: context.actor, now: context.now }, async (tx) => {
      const setup = await this.#store.lock(tx);
      demandSession(setup, session, context.now);
      await this.#store.save(tx, change(setup), context.now);
      if (action !== undefined) tx.journal({ action, kind: 'server' });
      return {};
    });
  }
}

function stepAfter(step: SetupStep): SetupStep {
  return SETUP_STEPS[SETUP_STEPS.indexOf(step) + 1] ?? 'summary';
}

/** Going back and saving again does not lose what comes after. */
function later(one: SetupStep, other: SetupStep): SetupStep {
  return SETUP_STEPS.indexOf(one) > SETUP_STEPS.indexOf(other) ? one : other;
}
