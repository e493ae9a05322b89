import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { AuthenticatorSummary, ManagedUser } from '../../users/index.ts';
import { describe, detailOf, isOnlyMethod, methodOfKind } from './factors.ts';
import { changeOwn } from './factor-change.ts';
import { defaultOf } from './own-method.ts';
import { personOf } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** Default, name, off, on and removal of somebody's own methods. */
export class ManageMethods {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  /** @returns the method that was asked for first before; empty: none was chosen */
  async setDefault(id: string, context: CommandContext): Promise<string> {
    const { store, settings } = this.#with;
    if (!settings.current().portal.isMethodSelectionAllowed)
      throw forbidden('choose the method that is asked for first');
    const facts = await store.facts(personOf(context).userId);
    // Nothing about the method itself changes, so it may prove this.
    return await changeOwn(this.#with, context, {}, async (tx, user) => {
      const chosen = methodOf(user, id);
      const method = methodOfKind(chosen.kind);
      if (chosen.state !== 'active' || method === undefined) {
        throw new DomainError('not_allowed', 'This method cannot be asked for first. Choose another one.');
      }
      await store.setDefault(tx, user.id, method, id);
      const details = { authenticatorId: id, method };
      return { result: defaultOf(user, facts), entry: { action: 'default_method_set', details } };
    });
  }

  async rename(id: string, name: string, context: CommandContext): Promise<void> {
    await changeOwn(this.#with, context, { needsNoProof: true }, async (tx, user) => {
      const chosen = methodOf(user, id);
      await this.#with.store.rename(tx, id, name);
      const details = { authenticatorId: id, kind: chosen.kind, name };
      return { result: {}, entry: { action: 'authenticator_renamed', details } };
    });
  }

  async turnOff(id: string, context: CommandContext): Promise<void> {
    await changeOwn(this.#with, context, { changed: [id] }, async (tx, user) => {
      const chosen = this.#removable(user, id);
      await this.#with.store.setState(tx, id, 'suspended');
      return this.#changed(chosen, 'authenticator_suspended', 'method_turned_off', true);
    });
  }

  async turnOn(id: string, context: CommandContext): Promise<void> {
    await changeOwn(this.#with, context, { changed: [id] }, async (tx, user) => {
      const chosen = methodOf(user, id);
      if (chosen.state !== 'suspended') throw new DomainError('not_allowed', 'This method is not turned off.');
      await this.#with.store.setState(tx, id, 'active');
      return this.#changed(chosen, 'authenticator_resumed', 'method_turned_on', false);
    });
  }

  async remove(id: string, context: CommandContext): Promise<void> {
    await changeOwn(this.#with, context, { changed: [id] }, async (tx, user) => {
      const chosen = this.#removable(user, id);
      await this.#with.authenticators.remove(tx, id);
      return this.#changed(chosen, 'authenticator_removed', 'method_removed', true);
    });
  }

  #removable(user: ManagedUser, id: string): AuthenticatorSummary {
    const chosen = methodOf(user, id);
    if (isOnlyMethod(user, id)) {
      throw new DomainError('not_allowed', 'This is your only sign-in method: add another one first.', {
        field: 'only_method',
      });
    }
    if (chosen.kind === 'phone' && !this.#with.settings.current().portal.isPhoneChangeAllowed) {
      throw forbidden('change phone numbers');
    }
    return chosen;
  }

  #changed(
    chosen: AuthenticatorSummary,
    action: string,
    event: 'method_turned_off' | 'method_turned_on' | 'method_removed',
    endsOthers: boolean,
  ) {
    const { id: authenticatorId, kind, serialNumber } = chosen;
    const notice = { event, what: describe(kind, detailOf(chosen)) };
    return { result: {}, entry: { action, details: { authenticatorId, kind, serialNumber } }, notice, endsOthers };
  }
}

/** What the company does not let people do. */
export function forbidden(what: string): DomainError {
  return new DomainError('not_allowed', `Your organisation does not let you ${what} here. Ask the help desk.`);
}

function methodOf(user: ManagedUser, id: string): AuthenticatorSummary {
  const found = user.authenticators.find((each) => each.id === id);
  if (found === undefined)
    throw new DomainError('authenticator_not_found', 'You have no such method.', { field: 'method_id' });
  return found;
}
