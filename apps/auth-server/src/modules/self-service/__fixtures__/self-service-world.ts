import { selfServiceV1, usersV1 } from '@countersign/contracts';
import { type CompanySettings, defaultCompanySettings, type PortalSettings } from '@countersign/domain';
import type { CallContext, ServiceImplementation } from '@countersign/rpc';
import { aCall, type AdministrationStack, anAdministrationStack, ask } from '../../../__fixtures__/administration-stack.ts';
import { plainHasher } from '../../../__fixtures__/plain-hasher.ts';
import { guarded, type Guard } from '../../../inbound/grpc/guarded.ts';
import { PORTAL_ACCESS } from '../../../inbound/grpc/portal-access.ts';
import type { Principal } from '../../../platform/principal.ts';
import type { TextMessage } from '../../delivery/index.ts';
import type { JournalEvent } from '../../journal/index.ts';
import { Notices } from '../application/notices.ts';
import type { OutgoingMail } from '../application/ports/notices.ts';
import { SendWelcomeMail } from '../application/send-welcome-mail.use-case.ts';
import { selfServiceUseCases } from '../application/self-service-use-cases.ts';
import { VerifyAnswers } from '../application/verify-answers.use-case.ts';
import { EnrollmentGrpc } from '../inbound/grpc/enrollment.grpc.ts';
import { OwnAccountGrpc } from '../inbound/grpc/own-account.grpc.ts';
import { OwnMethodsGrpc } from '../inbound/grpc/own-methods.grpc.ts';
import { WelcomeMailGrpc } from '../inbound/grpc/welcome-mail.grpc.ts';
import { PostgresSelfServiceStore } from '../outbound/postgres/postgres-self-service-store.ts';
import { RedisPendingEnrollments } from '../outbound/redis/redis-pending-enrollments.ts';
import { SimplePasskeyRegistrations } from '../outbound/webauthn/simple-passkey-registrations.ts';

/** What happened to sessions, in order. */
export interface SessionAct {
  readonly what: 'promoted' | 'others ended' | 'all ended';
  readonly userId: string;
}

/** Self-service behind the guard of the portal, over real Postgres and Redis. */
export interface SelfServiceWorld {
  readonly stack: AdministrationStack;
  readonly mails: OutgoingMail[];
  readonly texts: TextMessage[];
  readonly sessionActs: SessionAct[];
  readonly journalled: { readonly event: JournalEvent; readonly outcome: string }[];
  readonly methods: ServiceImplementation<typeof selfServiceV1.OwnMethodsServiceDefinition>;
  readonly enrollment: ServiceImplementation<typeof selfServiceV1.EnrollmentServiceDefinition>;
  readonly account: ServiceImplementation<typeof selfServiceV1.OwnAccountServiceDefinition>;
  readonly welcome: ServiceImplementation<typeof selfServiceV1.WelcomeMailServiceDefinition>;
  readonly verifyAnswers: VerifyAnswers;
  /** Replaces settings of the portal, and of the company. */
  set(portal: Partial<PortalSettings>, company?: Partial<CompanySettings>): void;
  /** Adds a user and returns the id. */
  aUser(fields?: Partial<usersV1.AddUserRequest>): Promise<string>;
  /** Opens a session and returns what a call needs of it. */
  session(principal: Partial<Principal> & { readonly userId: string }): Partial<CallContext>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

const PROVED = 'somebody proved';

/** Starts one. */
export async function aSelfServiceWorld(): Promise<SelfServiceWorld> {
  const stack = await anAdministrationStack();
  const mails: OutgoingMail[] = [];
  const texts: TextMessage[] = [];
  const sessionActs: SessionAct[] = [];
  const journalled: { event: JournalEvent; outcome: string }[] = [];
  const principals = new Map<string, Principal>();
  let company: CompanySettings = defaultCompanySettings;
  const settings = { current: () => company };
  const store = new PostgresSelfServiceStore(stack.router);
  const outbox = { send: async (mail: OutgoingMail) => void (await Promise.resolve(mails.push(mail))) };
  const act = (what: SessionAct['what']) => async (principal: Principal) => {
    await Promise.resolve(sessionActs.push({ what, userId: principal.userId }));
    return `promoted ${principal.sessionKey}`;
  };
  const dependencies = {
    ...stack,
    settings,
    store,
    ...stack.repositories,
    pending: new RedisPendingEnrollments(stack.redis, stack.sealer),
    passkeys: new SimplePasskeyRegistrations(),
    sessions: {
      promote: act('promoted'),
      endOthers: async (principal: Principal) => void (await act('others ended')(principal)),
      endAll: async (principal: Principal) => void (await act('all ended')(principal)),
    },
    notices: new Notices({ outbox, store, settings, onFailure: (_event, _user, problem) => { throw problem; } }),
    textMessages: {
      send: async (message: TextMessage) => {
        await Promise.resolve(texts.push(message));
        return { kind: 'queued', deliveryId: message.authenticationId } as const;
      },
    },
    hasher: plainHasher,
    journal: {
      append: async (event: JournalEvent, outcome: string) => void (await Promise.resolve(journalled.push({ event, outcome }))),
    },
    server: 'auth-1',
  };
  const useCases = selfServiceUseCases(dependencies);
  const guard: Guard = {
    principals: { find: async (id) => await Promise.resolve(principals.get(id)) },
    clock: stack.clock,
    tables: { console: {}, portal: PORTAL_ACCESS },
  };
  const { OwnMethodsServiceDefinition, EnrollmentServiceDefinition, OwnAccountServiceDefinition } = selfServiceV1;
  return {
    ...{ stack, mails, texts, sessionActs, journalled },
    methods: guarded(OwnMethodsServiceDefinition, new OwnMethodsGrpc(useCases, stack.contexts).handlers(), guard),
    enrollment: guarded(EnrollmentServiceDefinition, new EnrollmentGrpc(useCases, stack.contexts).handlers(), guard),
    account: guarded(OwnAccountServiceDefinition, new OwnAccountGrpc(useCases, stack.contexts).handlers(), guard),
    welcome: new WelcomeMailGrpc(new SendWelcomeMail(dependencies), stack.contexts).handlers(),
    verifyAnswers: new VerifyAnswers(dependencies),
    set: (portal, others = {}) => {
      company = { ...defaultCompanySettings, ...others, portal: { ...defaultCompanySettings.portal, ...portal } };
    },
    aUser: async (fields = {}) => {
      const wanted = { userName: 'alice', firstName: 'Alice', lastName: 'Doe', mail: 'alice@example.org', };
      const { user } = await ask(stack.users.addUser, usersV1.AddUserRequest, { ...wanted, ...fields });
      return user?.id ?? '';
    },
    session: (principal) => {
      const key = `session ${principals.size}`;
      const whole: Principal = {
        ...{ surface: 'portal', sessionKey: key, userName: 'alice', level: 'full' },
        ...{ provedAt: stack.clock.time, provedById: PROVED },
        ...principal,
      };
      principals.set(key, whole);
      return { session: key, caller: { service: 'user-portal', instance: 'portal-1' }, operator: undefined };
    },
    reset: async () => {
      await stack.reset();
      company = defaultCompanySettings;
      for (const list of [mails, texts, sessionActs, journalled]) list.length = 0;
      principals.clear();
    },
    close: async () => await stack.close(),
  };
}

/** Calls a method of one of the portal's services, as its name in the access table says. */
export async function call<Request, Response>(
  handler: (request: Request, context: CallContext) => Promise<Response>,
  method: string,
  codec: { create(base?: object): Request; encode(message: Request): { finish(): Uint8Array }; decode(octets: Uint8Array): Request },
  message: object,
  session: Partial<CallContext>,
): Promise<Response> {
  return await ask(handler, codec, message, { ...aCall(), ...session, method: `countersign.self_service.v1.${method}` });
}
