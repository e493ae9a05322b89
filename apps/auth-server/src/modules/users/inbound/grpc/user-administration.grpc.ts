import { usersV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import type { ServiceImplementation } from '@countersign/rpc';
import type { Clock } from '../../../../platform/clock.ts';
import { principalOf } from '../../../../platform/principal.ts';
import { type CommandContexts, parseMessage } from '../../../administration/index.ts';
import { demandPermission } from '../../application/directory-dependencies.ts';
import type { ManagedUser } from '../../application/ports/managed-user.ts';
import type { UserUseCases } from '../../application/user-use-cases.ts';
import { readUsersCsv } from '../csv/read-users-csv.ts';
import { parseUpdateUser } from './update-user.schema.ts';
import { toWireUser } from './user.mapper.ts';
import {
  addUserSchema,
  blockSchema,
  bypassSchema,
  getUserSchema,
  importSchema,
  listUsersSchema,
  setPasswordSchema,
  setPinSchema,
  unblockSchema,
} from './user-schemas.ts';

type Handlers = ServiceImplementation<typeof usersV1.UserAdministrationServiceDefinition>;

/** `UserAdministrationService` on the wire. */
export class UserAdministrationGrpc {
  readonly #useCases: UserUseCases;
  readonly #contexts: CommandContexts;
  readonly #clock: Clock;

  constructor(useCases: UserUseCases, contexts: CommandContexts, clock: Clock) {
    this.#useCases = useCases;
    this.#contexts = contexts;
    this.#clock = clock;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    return { ...this.#records(), ...this.#secrets(), ...this.#standings() };
  }

  #records(): Pick<Handlers, 'addUser' | 'getUser' | 'listUsers' | 'updateUser' | 'removeUser' | 'importUsers'> {
    const { addUser, getUser, updateUser, removeUser, importUsers } = this.#useCases;
    return {
      addUser: async (request, call) => {
        const command = parseMessage(addUserSchema, request);
        const context = this.#contexts.of(call, usersV1.AddUserRequest, request);
        return { user: await this.#shown(await addUser.execute(command, context)) };
      },
      getUser: async (request, call) => {
        const written = parseMessage(getUserSchema, request).user;
        const { user, standing } = await getUser.execute(written, principalOf(call));
        return { user: toWireUser(user, standing, this.#clock.now()) };
      },
      listUsers: async (request) => await this.#list(request),
      updateUser: async (request, call) => {
        const command = parseUpdateUser(request);
        const context = this.#contexts.of(call, usersV1.UpdateUserRequest, request);
        return { user: await this.#shown(await updateUser.execute(command, context)) };
      },
      removeUser: async (request, call) => {
        const { user } = parseMessage(getUserSchema, request);
        await removeUser.execute(user, this.#contexts.of(call, usersV1.RemoveUserRequest, request));
        return {};
      },
      importUsers: async (request, call) => {
        const { csv, onExisting, dryRun } = parseMessage(importSchema, request);
        if (!dryRun) demandPermission(principalOf(call), 'import.apply');
        const rows = readUsersCsv(csv);
        const context = this.#contexts.of(call, usersV1.ImportUsersRequest, request);
        return summaryOf(await importUsers.execute({ rows, onExisting, isDryRun: dryRun }, context));
      },
    };
  }

  #secrets(): Pick<Handlers, 'setUserPassword' | 'setUserPin'> {
    const { setUserPassword, setUserPin } = this.#useCases;
    return {
      setUserPassword: async (request, call) => {
        const { user, password } = parseMessage(setPasswordSchema, request);
        await setUserPassword.execute(user, password, this.#contexts.of(call, usersV1.SetUserPasswordRequest, request));
        return {};
      },
      setUserPin: async (request, call) => {
        const { user, pin, isChangeRequired, useOathPinMode } = parseMessage(setPinSchema, request);
        const command = { user, pin, isChangeRequired, isOathPinMode: useOathPinMode };
        const context = this.#contexts.of(call, usersV1.SetUserPinRequest, request);
        return { generatedPin: await setUserPin.execute(command, context) };
      },
    };
  }

  #standings(): Pick<Handlers, 'unlockUser' | 'blockUser' | 'unblockUser' | 'grantOneTimeBypass'> {
    const { unlockUser, blockUser, unblockUser, grantOneTimeBypass } = this.#useCases;
    return {
      unlockUser: async (request, call) => {
        const { user } = parseMessage(getUserSchema, request);
        await unlockUser.execute(user, this.#contexts.of(call, usersV1.UnlockUserRequest, request));
        return {};
      },
      blockUser: async (request, call) => {
        const { user, reason, durationSeconds } = parseMessage(blockSchema, request);
        const context = this.#contexts.of(call, usersV1.BlockUserRequest, request);
        return { blockedUntilMilliseconds: await blockUser.execute(user, reason, durationSeconds, context) };
      },
      unblockUser: async (request, call) => {
        const { user, reason } = parseMessage(unblockSchema, request);
        await unblockUser.execute(user, reason, this.#contexts.of(call, usersV1.UnblockUserRequest, request));
        return {};
      },
      grantOneTimeBypass: async (request, call) => {
        const { user, reason, durationSeconds } = parseMessage(bypassSchema, request);
        const context = this.#contexts.of(call, usersV1.GrantOneTimeBypassRequest, request);
        return { bypassUntilMilliseconds: await grantOneTimeBypass.execute(user, reason, durationSeconds, context) };
      },
    };
  }

  async #shown(changed: ManagedUser): Promise<usersV1.User> {
    const { user, standing } = await this.#useCases.getUser.withStanding(changed);
    return toWireUser(user, standing, this.#clock.now());
  }

  async #list(request: usersV1.ListUsersRequest): Promise<usersV1.ListUsersResponse> {
    const { search, pageSize, pageToken, state, group } = parseMessage(listUsersSchema, request);
    const { users, next } = await this.#useCases.listUsers.execute({
      search: search.normalize('NFKC').toLowerCase(),
      isEnabled: state === undefined ? undefined : state === 'enabled',
      group,
      after: readPageToken(pageToken),
      size: pageSize,
    });
    const now = this.#clock.now();
    return {
      users: users.map(({ user, standing }) => toWireUser(user, standing, now)),
      nextPageToken: next === undefined ? '' : Buffer.from(next, 'utf8').toString('base64url'),
    };
  }
}

function readPageToken(token: string): string {
  const octets = Buffer.from(token, 'base64url');
  const name = octets.toString('utf8');
  if (octets.toString('base64url') === token && !/[\u0000\ufffd]/.test(name)) return name;
  throw new DomainError('invalid_request', 'The field page_token is not one that a page gave.', {
    field: 'page_token',
  });
}

function summaryOf(rows: readonly usersV1.ImportRow[]): usersV1.ImportUsersResponse {
  const counted = (action: string): number => rows.filter((row) => row.action === action).length;
  const [added, updated, skipped, failed] = ['add', 'update', 'skip', 'fail'].map(counted);
  return { rows: [...rows], added: added ?? 0, updated: updated ?? 0, skipped: skipped ?? 0, failed: failed ?? 0 };
}
