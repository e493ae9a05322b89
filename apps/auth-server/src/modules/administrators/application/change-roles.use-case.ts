import { uuidv7 } from '@countersign/crypto';
import { builtInRoles, canBeNarrowed, isPermission, type Permission } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Transaction } from '../../../platform/database.ts';
import { rightsOf, ruleRefusal } from '../../administration/index.ts';
import type { AdministratorDependencies } from './administrator-dependencies.ts';
import type { CustomRole } from './ports/administrator-repository.ts';

/** A role as it shall be. */
export interface RoleFields {
  readonly name: string;
  readonly permissions: readonly string[];
}

/** Makes, changes and removes the roles that an installation has beside the built-in ones. */
export class ChangeRoles {
  readonly #with: AdministratorDependencies;

  constructor(dependencies: AdministratorDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `invalid_request`, `already_exists`, `not_allowed` */
  async create(fields: RoleFields, context: CommandContext): Promise<CustomRole> {
    const { unitOfWork, administrators, random } = this.#with;
    const id = uuidv7(new Date(context.now), random);
    const permissions = permissionsOf(fields.permissions);
    refuseMoreThanOwn(permissions, context);
    await unitOfWork.run(context, async (tx) => {
      await administrators.lock(tx);
      refuseBuiltInName(fields.name);
      await administrators.putRole(tx, { id, name: fields.name, permissions, version: 1 }, context.now);
      tx.journal({ action: 'role_created', details: { role: fields.name, permissions: [...permissions] } });
      return {};
    });
    return { id, name: fields.name, permissions, version: 1 };
  }

  /**
   * @param version the one that was read; 0: whatever it is
   * @throws DomainError `invalid_request`, `not_found`, `already_exists`, `version_conflict`, `not_allowed`
   */
  async change(id: string, version: number, fields: RoleFields, context: CommandContext): Promise<CustomRole> {
    const { unitOfWork, administrators } = this.#with;
    const permissions = permissionsOf(fields.permissions);
    const next = await unitOfWork.run(context, async (tx) => {
      await administrators.lock(tx);
      const before = await this.#find(tx, id);
      if (version !== 0 && version !== before.version) {
        throw new DomainError('version_conflict', `Somebody else changed the role ${before.name} meanwhile.`);
      }
      refuseOwnRole(id, context);
      refuseBuiltInName(fields.name);
      // What the role holds already was somebody else's to give; what comes on top is not this one's.
      refuseMoreThanOwn(new Set([...permissions, ...before.permissions]), context);
      await this.#refuseUnderScopes(tx, id, permissions);
      const changed = before.version + 1;
      await administrators.putRole(tx, { id, name: fields.name, permissions, version: changed }, context.now);
      tx.journal({
        action: 'role_changed',
        details: { role: fields.name, permissions: [...permissions], permissionsBefore: [...before.permissions] },
      });
      return changed;
    });
    return { id, name: fields.name, permissions, version: next };
  }

  /** @throws DomainError `not_found`, `not_allowed` while somebody has it */
  async remove(id: string, context: CommandContext): Promise<void> {
    const { unitOfWork, administrators } = this.#with;
    await unitOfWork.run(context, async (tx) => {
      await administrators.lock(tx);
      const role = await this.#find(tx, id);
      const holders = await administrators.holders(tx, id);
      if (holders > 0) {
        const message = `${holders} administrators have the role ${role.name}. Give them another one first.`;
        throw new DomainError('not_allowed', message, { field: 'role_in_use' });
      }
      await administrators.removeRole(tx, id);
      tx.journal({ action: 'role_removed', details: { role: role.name, permissions: [...role.permissions] } });
      return {};
    });
  }

  async #find(tx: Transaction, id: string): Promise<CustomRole> {
    const role = (await this.#with.administrators.rolesInside(tx)).find((each) => each.id === id);
    if (role === undefined) throw new DomainError('not_found', 'There is no such role of your own.', { field: 'id' });
    return role;
  }

  async #refuseUnderScopes(tx: Transaction, id: string, permissions: ReadonlySet<Permission>): Promise<void> {
    if (canBeNarrowed(permissions)) return;
    const isNarrowed = await this.#with.administrators.hasNarrowedHolder(tx, id);
    if (isNarrowed) throw ruleRefusal('role_reaches_everything');
  }
}

function permissionsOf(written: readonly string[]): ReadonlySet<Permission> {
  const unknown = written.find((each) => !isPermission(each));
  if (unknown !== undefined || written.length === 0) {
    const message =
      unknown === undefined ? 'A role has at least one permission.' : `There is no permission "${unknown}".`;
    throw new DomainError('invalid_request', message, { field: 'permissions' });
  }
  return new Set(written.filter(isPermission));
}

function refuseMoreThanOwn(permissions: ReadonlySet<Permission>, context: CommandContext): void {
  const actor = rightsOf(context.principal);
  if (actor === undefined || [...permissions].every((each) => actor.permissions.has(each))) return;
  throw ruleRefusal('more_than_own');
}

function refuseOwnRole(id: string, context: CommandContext): void {
  if (context.principal?.administrator?.roleId === id) throw ruleRefusal('own_rights');
}

function refuseBuiltInName(name: string): void {
  if (!builtInRoles.some((role) => role.name.toLowerCase() === name.toLowerCase())) return;
  throw new DomainError('already_exists', `${name} is a built-in role. Choose another name.`, { field: 'name' });
}
