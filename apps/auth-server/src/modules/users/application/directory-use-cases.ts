import type { Approvals } from '../../administration/index.ts';
import { CheckUserFields } from './check-user-fields.use-case.ts';
import type { DirectoryDependencies } from './directory-dependencies.ts';
import { ExportUsers } from './export-users.use-case.ts';
import { ManageUserJobs } from './manage-user-jobs.use-case.ts';
import { ResetUserMethods } from './reset-user-methods.use-case.ts';
import { RevealPhone } from './reveal-phone.use-case.ts';
import { SearchUsers } from './search-users.use-case.ts';
import { StartUserJob } from './start-user-job.use-case.ts';

/** Everything that the console does with users beyond one record. */
export type DirectoryUseCases = ReturnType<typeof directoryUseCases>;

/** The use cases over their dependencies. */
export function directoryUseCases(dependencies: DirectoryDependencies & { readonly approvals: Approvals }) {
  return {
    search: dependencies.search,
    searchUsers: new SearchUsers(dependencies),
    exportUsers: new ExportUsers(dependencies),
    checkUserFields: new CheckUserFields(dependencies.users),
    revealPhone: new RevealPhone(dependencies),
    resetUserMethods: new ResetUserMethods(dependencies),
    startUserJob: new StartUserJob(dependencies),
    manageUserJobs: new ManageUserJobs(dependencies),
  };
}
