import type { RandomSource } from '@countersign/crypto';
import type { CanonicalUserName } from '@countersign/domain';
import { Global, Module } from '@nestjs/common';
import type { RedisConnection } from '../../outbound/redis/redis-connection.ts';
import type { Clock } from '../../platform/clock.ts';
import { PRINCIPALS } from '../../platform/principal.ts';
import { CLOCK, RANDOM, REDIS } from '../../platform/tokens.ts';
import { ADMINISTRATORS, AdministrationModule, type Administrators } from '../administration/index.ts';
import { Authenticate, AuthenticationModule, USER_LOOKUP, type UserLookup } from '../authentication/index.ts';
import { COMPANY_SETTINGS, type CompanySettingsSource, PoliciesModule } from '../policies/index.ts';
import { SIGN_IN_USERS, type SignInUsers, UsersModule } from '../users/index.ts';
import { BrowserSessions } from './application/browser-sessions.ts';
import { Conversation } from './application/conversation.ts';
import { PRINCIPAL_SESSIONS } from './application/ports/principal-sessions.ts';
import { SESSION_STORE, type SessionStore } from './application/ports/session-store.ts';
import { Prove } from './application/prove.use-case.ts';
import { SessionPrincipals } from './application/session-principals.ts';
import { SignIn } from './application/sign-in.use-case.ts';
import { SessionGrpc } from './inbound/grpc/session.grpc.ts';
import { RedisSessionStore } from './outbound/redis/redis-session-store.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const store = {
  provide: SESSION_STORE,
  inject: [REDIS],
  useFactory: (redis: RedisConnection) => new RedisSessionStore(redis),
};

const sessions = {
  provide: PRINCIPAL_SESSIONS,
  inject: [SESSION_STORE, COMPANY_SETTINGS, RANDOM, CLOCK],
  useFactory: (kept: SessionStore, settings: CompanySettingsSource, random: RandomSource, clock: Clock) =>
    new BrowserSessions({ store: kept, settings, random, clock }),
};

const conversation = {
  provide: Conversation,
  inject: [Authenticate, COMPANY_SETTINGS, RANDOM, CLOCK],
  useFactory: (authenticate: Authenticate, settings: CompanySettingsSource, random: RandomSource, clock: Clock) =>
    new Conversation({ authenticate, settings, random, clock }),
};

const principals = {
  provide: PRINCIPALS,
  inject: [PRINCIPAL_SESSIONS, USER_LOOKUP, ADMINISTRATORS],
  useFactory: (made: BrowserSessions, users: UserLookup, administrators: Administrators) =>
    new SessionPrincipals({ sessions: made, users, administrators }),
};

const signIn = {
  provide: SignIn,
  inject: [PRINCIPAL_SESSIONS, SESSION_STORE, Conversation, USER_LOOKUP, SIGN_IN_USERS, CLOCK],
  useFactory: (
    made: BrowserSessions,
    kept: SessionStore,
    talk: Conversation,
    lookup: UserLookup,
    users: SignInUsers,
    clock: Clock,
  ) =>
    new SignIn({
      sessions: made,
      store: kept,
      conversation: talk,
      clock,
      users: {
        find: (userName) => lookup.find([userName as CanonicalUserName]),
        findById: async (id) => (UUID.test(id) ? (await users.findByIds([id])).get(id) : undefined),
      },
    }),
};

const grpc = {
  provide: SessionGrpc,
  inject: [SignIn, PRINCIPAL_SESSIONS, SESSION_STORE, Conversation, PRINCIPALS, CLOCK],
  useFactory: (
    made: SignIn,
    browser: BrowserSessions,
    kept: SessionStore,
    talk: Conversation,
    people: SessionPrincipals,
    clock: Clock,
  ) =>
    new SessionGrpc({
      signIn: made,
      prove: new Prove({ sessions: browser, store: kept, conversation: talk, clock }),
      sessions: browser,
      principals: people,
    }),
};

/** Browser sessions of the portal and the console. Global, because every module that changes a factor ends sessions. */
@Global()
@Module({
  imports: [AdministrationModule, AuthenticationModule, PoliciesModule, UsersModule],
  providers: [store, sessions, conversation, principals, signIn, grpc],
  exports: [PRINCIPALS, PRINCIPAL_SESSIONS, SessionGrpc],
})
export class SessionsModule {}
