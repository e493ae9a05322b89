import {
  type AdministrationScope,
  type RightsHolder,
  ruleAgainstGranting,
  ruleAgainstScope,
} from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Transaction } from '../../../platform/database.ts';
import { rightsOf, ruleRefusal } from '../../administration/index.ts';
import type { AdministratorDependencies } from './administrator-dependencies.ts';
import { roleAmong } from './find-role.ts';
import type { Appointment } from './ports/administrator-repository.ts';

/** What is to be given to a user. */
export interface AppointCommand {
  readonly user: string;
  readonly roleId: string;
  readonly scope: AdministrationScope;
  readonly isSuspended: boolean;
  readonly reason: string;
  /** `invite`: the user has no role yet. `change`: they have one, of this version (0: whichever). */
  readonly kind: 'invite' | 'change';
  readonly version: number;
}

/** Makes a user administrator, or changes what one may do. It is in force at the next call of an open session. */
export class AppointAdministrator {
  readonly #with: AdministratorDependencies;

  constructor(dependencies: AdministratorDependencies) {
    this.#with = dependencies;
  }

  /**
   * @returns the id of the user
   * @throws DomainError `user_not_found`, `not_found`, `not_allowed`, `already_exists`, `version_conflict`
   */
  async execute(command: AppointCommand, context: CommandContext): Promise<string> {
    const { unitOfWork, users } = this.#with;
    const user = await users.find(command.user, context.principal);
    return await unitOfWork.run(context, async (tx) => {
      await this.#appoint(tx, user, command, context);
      return user.id;
    });
  }

  async #appoint(
    tx: Transaction,
    user: { readonly id: string; readonly userName: string },
    command: AppointCommand,
    context: CommandContext,
  ): Promise<void> {
    const { administrators } = this.#with;
    await administrators.lock(tx);
    const before = await administrators.find(tx, user.id);
    refuseUnlessAsRead(command, before);
    const role = roleAmong(command.roleId, await administrators.rolesInside(tx));
    await this.#refuseByRules(tx, user.id, before, command, context);
    const { roleId, scope, isSuspended } = command;
    const version = (before?.version ?? 0) + 1;
    await administrators.put(tx, { userId: user.id, roleId, scope, isSuspended, version }, context.actor, context.now);
    tx.journal({
      action: before === undefined ? 'administrator_added' : 'administrator_changed',
      userId: user.id,
      userName: user.userName,
      details: {
        role: role.name,
        scope: scope.kind === 'everything' ? 'everything' : [...scope.groups],
        isSuspended,
        reason: command.reason,
        ...(before === undefined ? {} : { roleBefore: before.roleId, wasSuspended: before.isSuspended }),
      },
    });
  }

  async #refuseByRules(
    tx: Transaction,
    userId: string,
    before: Appointment | undefined,
    command: AppointCommand,
    context: CommandContext,
  ): Promise<void> {
    const { administrators } = this.#with;
    const custom = await administrators.rolesInside(tx);
    const role = roleAmong(command.roleId, custom);
    const actor = rightsOf(context.principal);
    const held: RightsHolder | undefined =
      before === undefined ? undefined : { ...before, permissions: roleAmong(before.roleId, custom).permissions };
    const grant = { userId, role, scope: command.scope };
    const rule = actor === undefined ? ruleAgainstScope(role, grant.scope) : ruleAgainstGranting(actor, grant, held);
    if (rule !== undefined) throw ruleRefusal(rule);
    const stopsBeingOwner = before?.roleId === 'owner' && (command.roleId !== 'owner' || command.isSuspended);
    if (stopsBeingOwner) await refuseLastOwner(this.#with, tx, userId);
  }
}

/** @throws DomainError `not_allowed` when nobody else would be Owner */
export async function refuseLastOwner(
  { administrators }: AdministratorDependencies,
  tx: Transaction,
  userId: string,
): Promise<void> {
  const owners = await administrators.owners(tx);
  if (owners.every((owner) => owner === userId)) throw ruleRefusal('last_owner');
}

function refuseUnlessAsRead({ kind, version }: AppointCommand, before: Appointment | undefined): void {
  if (kind === 'invite' && before !== undefined) {
    throw new DomainError('already_exists', 'This user is an administrator already.', { field: 'user' });
  }
  if (kind === 'change' && before === undefined) {
    throw new DomainError('not_found', 'This user is no administrator.', { field: 'user' });
  }
  if (before !== undefined && version !== 0 && version !== before.version) {
    throw new DomainError('version_conflict', 'Somebody else changed this administrator meanwhile.');
  }
}
