import { ruleAgainstActing } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { rightsOf, ruleRefusal } from '../../administration/index.ts';
import { refuseLastOwner } from './appoint-administrator.use-case.ts';
import type { AdministratorDependencies } from './administrator-dependencies.ts';
import { roleAmong } from './find-role.ts';

/** Takes the role away from an administrator; the user stays. Open sessions of the console end with their next call. */
export class RemoveAdministrator {
  readonly #with: AdministratorDependencies;

  constructor(dependencies: AdministratorDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `user_not_found`, `not_found`, `not_allowed` */
  async execute(written: string, reason: string, context: CommandContext): Promise<void> {
    const { unitOfWork, users, administrators } = this.#with;
    const user = await users.find(written, context.principal);
    await unitOfWork.run(context, async (tx) => {
      await administrators.lock(tx);
      const before = await administrators.find(tx, user.id);
      if (before === undefined) {
        throw new DomainError('not_found', 'This user is no administrator.', { field: 'user' });
      }
      const actor = rightsOf(context.principal);
      const { permissions } = roleAmong(before.roleId, await administrators.rolesInside(tx));
      const rule = actor === undefined ? undefined : ruleAgainstActing(actor, { ...before, permissions });
      if (rule !== undefined) throw ruleRefusal(rule === 'own_account' ? 'own_rights' : rule);
      if (before.roleId === 'owner') await refuseLastOwner(this.#with, tx, user.id);
      await administrators.remove(tx, user.id);
      tx.journal({
        action: 'administrator_removed',
        userId: user.id,
        userName: user.userName,
        details: { role: before.roleId, reason },
      });
      return {};
    });
  }
}
