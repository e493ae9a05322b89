import { userDirectoryV1 as wire } from '@countersign/contracts';
import type { CallContext, ServiceImplementation } from '@countersign/rpc';
import type { Clock } from '../../../../platform/clock.ts';
import { principalOf } from '../../../../platform/principal.ts';
import { type CommandContexts, parseMessage } from '../../../administration/index.ts';
import { scopeOf } from '../../application/directory-dependencies.ts';
import type { DirectoryUseCases } from '../../application/directory-use-cases.ts';
import { toWireFound, toWireJob } from './user-directory.mapper.ts';
import {
  checkFieldsSchema,
  exportUsersSchema,
  jobIdSchema,
  listGroupsSchema,
  resetMethodsSchema,
  revealPhoneSchema,
  searchUsersSchema,
  startJobSchema,
} from './user-directory-schemas.ts';

type Handlers = ServiceImplementation<typeof wire.UserDirectoryServiceDefinition>;

/** `UserDirectoryService` on the wire. */
export class UserDirectoryGrpc {
  readonly #useCases: DirectoryUseCases;
  readonly #contexts: CommandContexts;
  readonly #clock: Clock;

  constructor(useCases: DirectoryUseCases, contexts: CommandContexts, clock: Clock) {
    this.#useCases = useCases;
    this.#contexts = contexts;
    this.#clock = clock;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    return { ...this.#finding(), ...this.#records(), ...this.#jobs(), ...this.#endingJobs() };
  }

  #finding(): Pick<Handlers, 'searchUsers' | 'countUsers' | 'listGroups' | 'exportUsers'> {
    const { search } = this.#useCases;
    return {
      searchUsers: async (request, call) => await this.#search(request, call),
      countUsers: async (_request, call) => {
        const { inactiveThirtyDays, inactiveNinetyDays, ...rest } = await search.counters(
          scopeOf(principalOf(call)),
          this.#clock.now(),
        );
        return { inactiveThirtyDays, inactiveNinetyDays, ...rest };
      },
      listGroups: async (request, call) => {
        const { prefix } = parseMessage(listGroupsSchema, request);
        return { groups: [...(await search.groups(prefix, scopeOf(principalOf(call))))] };
      },
      exportUsers: (request, call) => this.#export(request, call),
    };
  }

  #records(): Pick<Handlers, 'checkUserFields' | 'revealPhone' | 'resetUserMethods'> {
    const { checkUserFields, revealPhone, resetUserMethods } = this.#useCases;
    return {
      checkUserFields: async (request) => await checkUserFields.execute(parseMessage(checkFieldsSchema, request)),
      revealPhone: async (request, call) => {
        const { user, authenticatorId, reason } = parseMessage(revealPhoneSchema, request);
        const context = this.#contexts.of(call, wire.RevealPhoneRequest, request);
        return { phone: await revealPhone.execute(user, authenticatorId, reason, context) };
      },
      resetUserMethods: async (request, call) => {
        const { user, reason, authenticatorId } = parseMessage(resetMethodsSchema, request);
        const context = this.#contexts.of(call, wire.ResetUserMethodsRequest, request);
        return { removed: await resetUserMethods.execute(user, authenticatorId, reason, context) };
      },
    };
  }

  #jobs(): Pick<Handlers, 'startUserJob' | 'getUserJob' | 'listUserJobs' | 'listUserJobProblems'> {
    const { startUserJob, manageUserJobs } = this.#useCases;
    return {
      startUserJob: async (request, call) => {
        const command = parseMessage(startJobSchema, request);
        const context = this.#contexts.of(call, wire.StartUserJobRequest, request);
        const started = await startUserJob.execute(command, context);
        if (!('job' in started)) return { job: undefined, approvalId: started.approvalId };
        return { job: toWireJob(started.job, this.#clock.now()), approvalId: '' };
      },
      getUserJob: async (request, call) => {
        const { id } = parseMessage(jobIdSchema, request);
        return { job: toWireJob(await manageUserJobs.get(id, principalOf(call)), this.#clock.now()) };
      },
      listUserJobs: async (_request, call) => {
        const now = this.#clock.now();
        return { jobs: (await manageUserJobs.list(principalOf(call))).map((job) => toWireJob(job, now)) };
      },
      listUserJobProblems: async (request, call) => {
        const { id } = parseMessage(jobIdSchema, request);
        const problems = await manageUserJobs.problems(id, principalOf(call));
        return { problems: problems.map(({ id: userId, ...rest }) => ({ userId, ...rest })) };
      },
    };
  }

  #endingJobs(): Pick<Handlers, 'cancelUserJob' | 'undoUserJob'> {
    const { manageUserJobs } = this.#useCases;
    return {
      cancelUserJob: async (request, call) => {
        const { id } = parseMessage(jobIdSchema, request);
        const context = this.#contexts.of(call, wire.CancelUserJobRequest, request);
        return { job: toWireJob(await manageUserJobs.cancel(id, context), this.#clock.now()) };
      },
      undoUserJob: async (request, call) => {
        const { id } = parseMessage(jobIdSchema, request);
        const context = this.#contexts.of(call, wire.UndoUserJobRequest, request);
        return { job: toWireJob(await manageUserJobs.undo(id, context), this.#clock.now()) };
      },
    };
  }

  async #search(request: wire.SearchUsersRequest, call: CallContext): Promise<wire.SearchUsersResponse> {
    const { query: typed, pageSize: size, cursor, ...rest } = parseMessage(searchUsersSchema, request);
    const now = this.#clock.now();
    const asked = { ...rest, typed, size, cursor: cursor === '' ? undefined : cursor, now };
    const { users, next, total } = await this.#useCases.searchUsers.execute(asked, principalOf(call));
    return { users: users.map((user) => toWireFound(user, now)), nextCursor: next ?? '', total };
  }

  async *#export(request: wire.ExportUsersRequest, call: CallContext): AsyncGenerator<wire.ExportUsersResponse> {
    const { query: typed, ...rest } = parseMessage(exportUsersSchema, request);
    const context = this.#contexts.of(call, wire.ExportUsersRequest, request);
    for await (const piece of this.#useCases.exportUsers.execute({ typed, ...rest }, context)) {
      if (piece !== '') yield { csv: Buffer.from(piece, 'utf8') };
    }
  }
}
