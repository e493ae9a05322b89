import type { AdministratorDependencies } from './administrator-dependencies.ts';
import { AppointAdministrator } from './appoint-administrator.use-case.ts';
import { ChangeRoles } from './change-roles.use-case.ts';
import { ListAdministrators } from './list-administrators.use-case.ts';
import { RemoveAdministrator } from './remove-administrator.use-case.ts';
import { ResetAdministrator } from './reset-administrator.use-case.ts';

/** Everything that can be done with administrators and roles. */
export type AdministratorUseCases = ReturnType<typeof administratorUseCases>;

/** The use cases of this module over their dependencies. */
export function administratorUseCases(dependencies: AdministratorDependencies) {
  return {
    appoint: new AppointAdministrator(dependencies),
    remove: new RemoveAdministrator(dependencies),
    list: new ListAdministrators(dependencies),
    roles: new ChangeRoles(dependencies),
    reset: new ResetAdministrator(dependencies),
  };
}
