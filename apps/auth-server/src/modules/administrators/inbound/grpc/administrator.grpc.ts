import { administratorsV1 as wire } from '@countersign/contracts';
import { builtInRoles, PERMISSIONS } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CallContext, ServiceImplementation } from '@countersign/rpc';
import type { Clock } from '../../../../platform/clock.ts';
import { principalOf } from '../../../../platform/principal.ts';
import { type Approvals, type CommandContexts, parseMessage } from '../../../administration/index.ts';
import type { AdministratorUseCases } from '../../application/administrator-use-cases.ts';
import type { AdministratorRepository, CustomRole } from '../../application/ports/administrator-repository.ts';
import type { UserFinder } from '../../../users/index.ts';
import {
  changeRoleSchema,
  changeSchema,
  createRoleSchema,
  decideSchema,
  inviteSchema,
  removeSchema,
  resetSchema,
  roleIdSchema,
} from './administrator-schemas.ts';
import { toWireAdministrator, toWireApproval, toWireRole, toWireScope } from './administrator.mapper.ts';

type Handlers = ServiceImplementation<typeof wire.AdministratorServiceDefinition>;

/** Makes recovery codes for whoever was reset. */
export type MakeRecoveryCodes = (user: string, call: CallContext) => Promise<readonly string[]>;

/** What {@link AdministratorGrpc} needs. */
export interface AdministratorGrpcParts {
  readonly useCases: AdministratorUseCases;
  readonly repository: AdministratorRepository;
  readonly users: UserFinder;
  readonly approvals: Approvals;
  readonly recoveryCodes: MakeRecoveryCodes;
  readonly contexts: CommandContexts;
  readonly clock: Clock;
}

/** `AdministratorService` on the wire. */
export class AdministratorGrpc {
  readonly #parts: AdministratorGrpcParts;

  constructor(parts: AdministratorGrpcParts) {
    this.#parts = parts;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    return { ...this.#reading(), ...this.#administrators(), ...this.#roles(), ...this.#approvals() };
  }

  #reading(): Pick<Handlers, 'getMe' | 'listAdministrators'> {
    const { useCases } = this.#parts;
    return {
      getMe: async (_request, call) => await this.#me(call),
      listAdministrators: async (_request, call) => {
        const { administrators, owners } = await useCases.list.execute(principalOf(call));
        return { administrators: administrators.map(toWireAdministrator), owners };
      },
    };
  }

  #administrators(): Pick<
    Handlers,
    'inviteAdministrator' | 'changeAdministrator' | 'removeAdministrator' | 'resetAdministrator'
  > {
    const { useCases, contexts, recoveryCodes } = this.#parts;
    return {
      inviteAdministrator: async (request, call) => {
        const command = parseMessage(inviteSchema, request);
        const context = contexts.of(call, wire.InviteAdministratorRequest, request);
        const invited = { ...command, kind: 'invite', isSuspended: false, version: 0 } as const;
        return { administrator: await this.#shown(await useCases.appoint.execute(invited, context), call) };
      },
      changeAdministrator: async (request, call) => {
        const command = parseMessage(changeSchema, request);
        const context = contexts.of(call, wire.ChangeAdministratorRequest, request);
        const id = await useCases.appoint.execute({ ...command, kind: 'change' }, context);
        return { administrator: await this.#shown(id, call) };
      },
      removeAdministrator: async (request, call) => {
        const { user, reason } = parseMessage(removeSchema, request);
        await useCases.remove.execute(user, reason, contexts.of(call, wire.RemoveAdministratorRequest, request));
        return {};
      },
      resetAdministrator: async (request, call) => {
        const { user } = parseMessage(resetSchema, request);
        const context = contexts.of(call, wire.ResetAdministratorRequest, request);
        const removedAuthenticators = await useCases.reset.execute(user, context);
        return { removedAuthenticators, recoveryCodes: [...(await recoveryCodes(user, call))] };
      },
    };
  }

  #roles(): Pick<Handlers, 'listRoles' | 'createRole' | 'changeRole' | 'removeRole'> {
    const { useCases, contexts } = this.#parts;
    const shown = (role: CustomRole): wire.Role => toWireRole({ ...role, isBuiltIn: false }, 0, role.version);
    return {
      listRoles: async () => await this.#listRoles(),
      createRole: async (request, call) => {
        const fields = parseMessage(createRoleSchema, request);
        const context = contexts.of(call, wire.CreateRoleRequest, request);
        return { role: shown(await useCases.roles.create(fields, context)) };
      },
      changeRole: async (request, call) => {
        const { id, version, ...fields } = parseMessage(changeRoleSchema, request);
        const context = contexts.of(call, wire.ChangeRoleRequest, request);
        return { role: shown(await useCases.roles.change(id, version, fields, context)) };
      },
      removeRole: async (request, call) => {
        const { id } = parseMessage(roleIdSchema, request);
        await useCases.roles.remove(id, contexts.of(call, wire.RemoveRoleRequest, request));
        return {};
      },
    };
  }

  #approvals(): Pick<Handlers, 'listApprovals' | 'decideApproval'> {
    const { approvals, contexts, clock } = this.#parts;
    return {
      listApprovals: async ({ includePast }, call) => {
        const now = clock.now();
        const principal = principalOf(call);
        const found = await approvals.list(includePast, now);
        // Who cannot decide sees what became of their own requests.
        const seesAll = principal === undefined || principal.administrator?.permissions.has('approval.decide') === true;
        const shown = seesAll ? found : found.filter(({ requestedBy }) => requestedBy === principal.userId);
        return { approvals: shown.map((each) => toWireApproval(each, now, principal?.userId)) };
      },
      decideApproval: async (request, call) => {
        const { id, isApproved, reason } = parseMessage(decideSchema, request);
        const context = contexts.of(call, wire.DecideApprovalRequest, request);
        if (context.principal === undefined) throw new DomainError('caller_not_allowed', 'An administrator decides.');
        const decided = await approvals.decide(id, isApproved, reason, context);
        return { approval: toWireApproval(decided, context.now, context.principal.userId) };
      },
    };
  }

  async #me(call: CallContext): Promise<wire.GetMeResponse> {
    const principal = principalOf(call);
    if (principal?.administrator === undefined) throw new DomainError('sign_in_required', 'Sign in to go on.');
    const { roleId, roleName, permissions, scope } = principal.administrator;
    // The own record is outside of the own scope more often than not.
    const user = await this.#parts.users.find(principal.userId, undefined);
    return {
      userId: user.id,
      userName: user.userName,
      firstName: user.firstName,
      lastName: user.lastName,
      mail: user.mail,
      roleId,
      roleName,
      permissions: [...permissions],
      scope: toWireScope(scope),
      provedMilliseconds: principal.provedAt,
    };
  }

  async #listRoles(): Promise<wire.ListRolesResponse> {
    const { repository } = this.#parts;
    const [listed, custom] = [await repository.list(), await repository.roles()];
    const holders = (id: string): number => listed.filter(({ roleId }) => roleId === id).length;
    return {
      roles: [
        ...builtInRoles.map((role) => toWireRole(role, holders(role.id), 0)),
        ...custom.map((role) => toWireRole({ ...role, isBuiltIn: false }, holders(role.id), role.version)),
      ],
      permissions: [...PERMISSIONS],
    };
  }

  async #shown(userId: string, call: CallContext): Promise<wire.Administrator | undefined> {
    const { administrators } = await this.#parts.useCases.list.execute(principalOf(call));
    const found = administrators.find((each) => each.userId === userId);
    return found === undefined ? undefined : toWireAdministrator(found);
  }
}
