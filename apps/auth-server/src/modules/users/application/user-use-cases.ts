import { AddUser } from './add-user.use-case.ts';
import { BlockUser } from './block-user.use-case.ts';
import { GetUser } from './get-user.use-case.ts';
import { GrantOneTimeBypass } from './grant-one-time-bypass.use-case.ts';
import { ImportUsers } from './import-users.use-case.ts';
import { ListUsers } from './list-users.use-case.ts';
import { RemoveUser } from './remove-user.use-case.ts';
import { SetUserPassword } from './set-user-password.use-case.ts';
import { SetUserPin } from './set-user-pin.use-case.ts';
import { UnblockUser } from './unblock-user.use-case.ts';
import { UnlockUser } from './unlock-user.use-case.ts';
import { UpdateUser } from './update-user.use-case.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** Everything that administrators can do with users. */
export type UserUseCases = ReturnType<typeof userUseCases>;

/** The use cases of this module over their dependencies. */
export function userUseCases(dependencies: UserDependencies) {
  return {
    addUser: new AddUser(dependencies),
    getUser: new GetUser(dependencies),
    listUsers: new ListUsers(dependencies),
    updateUser: new UpdateUser(dependencies),
    removeUser: new RemoveUser(dependencies),
    setUserPassword: new SetUserPassword(dependencies),
    setUserPin: new SetUserPin(dependencies),
    unlockUser: new UnlockUser(dependencies),
    blockUser: new BlockUser(dependencies),
    unblockUser: new UnblockUser(dependencies),
    grantOneTimeBypass: new GrantOneTimeBypass(dependencies),
    importUsers: new ImportUsers(dependencies),
  };
}
