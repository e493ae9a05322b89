import { type AdministrationRule, type RightsHolder, rankOf } from '@countersign/domain';
import type { Principal } from '../../../platform/principal.ts';
import { rightsOf } from '../../administration/index.ts';
import type { AdministratorDependencies } from './administrator-dependencies.ts';
import { roleAmong } from './find-role.ts';
import type { ListedAdministrator } from './ports/administrator-repository.ts';

/** An administrator, the name of the role, and the rule that keeps whoever asks from changing them. */
export interface ShownAdministrator extends ListedAdministrator {
  readonly roleName: string;
  readonly changeRefusal: AdministrationRule | undefined;
}

/** Lists the administrators, by user name. */
export class ListAdministrators {
  readonly #with: Pick<AdministratorDependencies, 'administrators'>;

  constructor(dependencies: Pick<AdministratorDependencies, 'administrators'>) {
    this.#with = dependencies;
  }

  async execute(
    principal: Principal | undefined,
  ): Promise<{ readonly administrators: readonly ShownAdministrator[]; readonly owners: number }> {
    const { administrators } = this.#with;
    const [listed, custom] = [await administrators.list(), await administrators.roles()];
    const owners = listed.filter(isOwnerInForce).length;
    const actor = rightsOf(principal);
    return {
      owners,
      administrators: listed.map((each) => {
        const role = roleAmong(each.roleId, custom);
        const changeRefusal = refusalFor(actor, { ...each, permissions: role.permissions });
        const isLastOwner = owners === 1 && isOwnerInForce(each);
        return {
          ...each,
          roleName: role.name,
          changeRefusal: changeRefusal ?? (isLastOwner ? 'last_owner' : undefined),
        };
      }),
    };
  }
}

function isOwnerInForce({ roleId, isSuspended, isUserEnabled }: ListedAdministrator): boolean {
  return roleId === 'owner' && !isSuspended && isUserEnabled;
}

function refusalFor(actor: RightsHolder | undefined, target: RightsHolder): AdministrationRule | undefined {
  if (actor === undefined) return undefined;
  if (actor.userId === target.userId) return 'own_rights';
  return rankOf(target) > rankOf(actor) ? 'higher_role' : undefined;
}
