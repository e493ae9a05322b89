import { serversV1, usersV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { silentLogger } from '@countersign/observability';
import { type CallContext, createRpcServer, type ServiceImplementation } from '@countersign/rpc';
import { temporaryFolder, TestAuthority } from '@countersign/testing';
import { staticTls } from '../core/static-tls.ts';

type Users = ServiceImplementation<typeof usersV1.UserAdministrationServiceDefinition>;
type Servers = ServiceImplementation<typeof serversV1.ServerAdministrationServiceDefinition>;

/** What the command line said of itself beside a message. */
export type ReceivedCall = Pick<CallContext, 'method' | 'operator' | 'idempotencyKey'> & { readonly request: unknown };

/** An auth-server of the wire alone: it remembers what it is told, and refuses what it is told to refuse. */
export interface FakeAdministration {
  /** Variables that lead the command line here. */
  readonly environment: Record<string, string>;
  readonly calls: ReceivedCall[];
  readonly users: Map<string, usersV1.User>;
  /** Thrown by every change until it is cleared. */
  refusal: DomainError | undefined;
  stop(): Promise<void>;
}

/** Starts one on a port of its own. */
export async function startFakeAdministration(): Promise<FakeAdministration> {
  const folder = temporaryFolder();
  const authority = await TestAuthority.create();
  const own = await authority.issueFiles(folder.path, 'auth-server');
  const cli = await authority.issueFiles(folder.path, 'cli', { instance: 'ops-1' });
  const server = createRpcServer({ address: { host: '127.0.0.1', port: 0 }, tls: staticTls(own), logger: silentLogger() });
  const fake: FakeAdministration = {
    environment: { TLS_CERT_FILE: cli.certificate, TLS_KEY_FILE: cli.key, TLS_CA_FILE: cli.authority },
    calls: [],
    users: new Map(),
    refusal: undefined,
    stop: async () => {
      await server.stop(0);
      folder.remove();
    },
  };
  const change = (request: unknown, { method, operator, idempotencyKey }: CallContext): void => {
    fake.calls.push({ method, operator, idempotencyKey, request });
    if (fake.refusal !== undefined) throw fake.refusal;
  };
  addUsers(server, fake, change);
  addServers(server, change);
  fake.environment.CORE_ADDRESSES = `127.0.0.1:${await server.start()}`;
  return fake;
}

type Change = (request: unknown, call: CallContext) => void;

function addUsers(server: ReturnType<typeof createRpcServer>, fake: FakeAdministration, change: Change): void {
  const find = (name: string): usersV1.User => {
    const user = fake.users.get(name);
    if (user === undefined) throw new DomainError('user_not_found', `There is no user "${name}".`, { field: 'user' });
    return user;
  };
  const handlers: Partial<Users> = {
    addUser: async (request, call) => {
      change(request, call);
      const user = usersV1.User.fromPartial({ id: 'id-1', userName: request.userName, isEnabled: true, hasPassword: request.password !== '' });
      fake.users.set(request.userName, user);
      return await Promise.resolve({ user });
    },
    getUser: async ({ user }) => await Promise.resolve({ user: find(user) }),
    listUsers: async ({ pageSize, pageToken }) => {
      const from = Number(pageToken || 0);
      const users = [...fake.users.values()].slice(from, from + pageSize);
      const next = from + users.length;
      return await Promise.resolve({ users, nextPageToken: next < fake.users.size ? String(next) : '' });
    },
    updateUser: async (request, call) => {
      change(request, call);
      return await Promise.resolve({ user: undefined });
    },
    removeUser: async (request, call) => {
      change(request, call);
      return await Promise.resolve({});
    },
    blockUser: async (request, call) => {
      change(request, call);
      return await Promise.resolve({ blockedUntilMilliseconds: 0 });
    },
  };
  const allowed = Object.fromEntries(Object.keys(handlers).map((method) => [method, ['cli']]));
  server.addService(usersV1.UserAdministrationServiceDefinition, handlers as Users, allowed);
}

function addServers(server: ReturnType<typeof createRpcServer>, change: Change): void {
  const handlers: Partial<Servers> = {
    promoteServer: async (request, call) => {
      change(request, call);
      const facts = ['The old master was last seen 90 s ago.'];
      return await Promise.resolve({ facts, lostBytes: 0, isPromoted: !request.dryRun, timeline: 2, refusals: [] });
    },
    diagnose: async () => await Promise.resolve({ findings: [{ subject: 'Postgres', state: 'failed', detail: 'pg-1 is down', remedy: 'Start it.' }] }),
    listServers: async () => await Promise.resolve(serversV1.ListServersResponse.fromPartial({ mode: 'normal' })),
  };
  const allowed = { promoteServer: ['cli'], diagnose: ['cli'], listServers: ['cli'] };
  server.addService(serversV1.ServerAdministrationServiceDefinition, handlers as Servers, allowed);
}
