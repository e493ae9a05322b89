import type { ConsoleAccess } from './console-access.ts';

const USERS = 'countersign.users.v1.UserAdministrationService';
const DIRECTORY = 'countersign.users.v1.UserDirectoryService';
const AUTHENTICATORS = 'countersign.authenticators.v1.AuthenticatorAdministrationService';

/**
 * What the console may do with users. A job asks for the permission of its action, and for a proof when it is for many; an
 * import asks for more when it is more than a plan.
 */
export const USERS_ACCESS: Readonly<Record<string, ConsoleAccess>> = {
  [`${USERS}/GetUser`]: { permission: 'user.read' },
  [`${USERS}/AddUser`]: { permission: 'user.write' },
  [`${USERS}/UpdateUser`]: { permission: 'user.write' },
  [`${USERS}/SetUserPin`]: { permission: 'user.methods.reset' },
  [`${USERS}/UnlockUser`]: { permission: 'user.unlock' },
  [`${USERS}/BlockUser`]: { permission: 'user.block' },
  [`${USERS}/UnblockUser`]: { permission: 'user.unlock' },
  [`${USERS}/GrantOneTimeBypass`]: { permission: 'user.bypass' },
  [`${USERS}/ImportUsers`]: { permission: 'import.plan' },
  [`${DIRECTORY}/SearchUsers`]: { permission: 'user.read' },
  [`${DIRECTORY}/CountUsers`]: { permission: 'user.read' },
  [`${DIRECTORY}/ListGroups`]: { permission: 'user.read' },
  [`${DIRECTORY}/ExportUsers`]: { permission: 'user.export', proof: true },
  [`${DIRECTORY}/CheckUserFields`]: { permission: 'user.write' },
  [`${DIRECTORY}/RevealPhone`]: { permission: 'user.phone.read' },
  [`${DIRECTORY}/ResetUserMethods`]: { permission: 'user.methods.reset' },
  [`${DIRECTORY}/StartUserJob`]: { permission: 'user.read' },
  [`${DIRECTORY}/GetUserJob`]: { permission: 'user.read' },
  [`${DIRECTORY}/ListUserJobs`]: { permission: 'user.read' },
  [`${DIRECTORY}/ListUserJobProblems`]: { permission: 'user.read' },
  [`${DIRECTORY}/CancelUserJob`]: { permission: 'user.read' },
  [`${DIRECTORY}/UndoUserJob`]: { permission: 'user.read' },
  [`${AUTHENTICATORS}/AddPhone`]: { permission: 'user.methods.reset' },
};
