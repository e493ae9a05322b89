import { sessionsV1 } from '@countersign/contracts';
import { METHODS } from '@countersign/domain';
import { DomainError, SecretBytes } from '@countersign/errors';
import type { CallContext, ServiceImplementation } from '@countersign/rpc';
import { z } from 'zod';
import {
  type AdministratorRights,
  type Principal,
  principalOf,
  type Surface,
  surfaceOf,
} from '../../../../platform/principal.ts';
import { parseMessage, text } from '../../../administration/index.ts';
import { type BrowserSessions, signInRequired } from '../../application/browser-sessions.ts';
import type { Session } from '../../application/ports/session-store.ts';
import type { Prove } from '../../application/prove.use-case.ts';
import type { Person, SessionPrincipals } from '../../application/session-principals.ts';
import type { Arrival, SignIn } from '../../application/sign-in.use-case.ts';
import { toWireResult, toWireStep } from './step.mapper.ts';

const LONGEST_SECRET = 1024;
const LONGEST_RESPONSE = 16_384;
const SERVICES = { portal: 'user-portal', console: 'admin-console' } as const satisfies Record<Surface, string>;

const visitor = z.object({
  clientAddress: text({ max: 64 }),
  userAgent: text({ max: 512 }),
  origin: text({ max: 300 }),
});
const secret = z.instanceof(Uint8Array).refine((octets) => octets.length <= LONGEST_SECRET, 'is too long');
const signInSchema = z.object({ userName: z.string().max(LONGEST_SECRET), password: secret, visitor });
const visitorSchema = z.object({ visitor });
const passkeySchema = z.object({ response: z.string().min(2).max(LONGEST_RESPONSE), visitor });
const answerSchema = z.object({ code: secret, passkeyResponse: z.string().max(LONGEST_RESPONSE), visitor });
const chooseSchema = z.object({ method: z.enum(METHODS), visitor });
const beginProofSchema = z.object({ method: z.enum(METHODS).or(z.literal('')), visitor });
const endSchema = z.object({ id: z.string().regex(/^[0-9a-f]{64}$/) });

/** What {@link SessionGrpc} hands requests to. */
export interface SessionUseCases {
  readonly signIn: SignIn;
  readonly prove: Prove;
  readonly sessions: BrowserSessions;
  readonly principals: SessionPrincipals;
}

type Implementation = ServiceImplementation<typeof sessionsV1.SessionServiceDefinition>;

type SignInMethod =
  | 'signIn'
  | 'beginPasskeySignIn'
  | 'finishPasskeySignIn'
  | 'getPrompt'
  | 'answerPrompt'
  | 'chooseMethod';

/** `SessionService` on the wire. */
export class SessionGrpc {
  readonly #use: SessionUseCases;

  constructor(useCases: SessionUseCases) {
    this.#use = useCases;
  }

  /** The implementation to be registered with the server. */
  handlers(): Implementation {
    return { ...this.#signInHandlers(), ...this.#sessionHandlers() };
  }

  #signInHandlers(): Pick<Implementation, SignInMethod> {
    const { signIn } = this.#use;
    return {
      signIn: async (request, call) => {
        const { userName, password, visitor: from } = parseMessage(signInSchema, request);
        return toWireResult(await signIn.withPassword(userName, new SecretBytes(password), arrival(call, from)));
      },
      beginPasskeySignIn: async (request) => ({
        options: await signIn.passkeyOptions(parseMessage(visitorSchema, request).visitor),
      }),
      finishPasskeySignIn: async (request, call) => {
        const { response, visitor: from } = parseMessage(passkeySchema, request);
        return toWireResult(await signIn.withPasskey(response, arrival(call, from)));
      },
      getPrompt: async (request, call) => {
        const { visitor: from } = parseMessage(visitorSchema, request);
        return { step: toWireStep(await signIn.prompt(arrival(call, from))) };
      },
      answerPrompt: async (request, call) => {
        const { visitor: from, ...given } = parseMessage(answerSchema, request);
        return toWireResult(await signIn.answer(proofOf(given), arrival(call, from)));
      },
      chooseMethod: async (request, call) => {
        const { method, visitor: from } = parseMessage(chooseSchema, request);
        return { step: toWireStep((await signIn.choose(method, arrival(call, from))).step) };
      },
    };
  }

  #sessionHandlers(): Omit<Implementation, SignInMethod> {
    const { prove, sessions } = this.#use;
    return {
      getSession: async ({ isQuiet }, call) => {
        const isUse = !isQuiet && call.isSessionQuiet !== true;
        const person = await this.#use.principals.person(call.session, surfaceFor(call), isUse);
        if (person === undefined) throw signInRequired();
        return toWireSession(person, sessions.idleEndOf(person.session));
      },
      beginProof: async (request, call) => {
        const { method, visitor: from } = parseMessage(beginProofSchema, request);
        const wanted = method === '' ? undefined : method;
        return { step: toWireStep(await prove.begin(wanted, arrival(call, from))) };
      },
      answerProof: async (request, call) => {
        const { visitor: from, ...given } = parseMessage(answerSchema, request);
        return toWireResult(await prove.answer(proofOf(given), arrival(call, from)));
      },
      signOut: async (_request, call) => {
        await sessions.endById(call.session);
        return {};
      },
      signOutEverywhere: async ({ exceptThis }, call) => {
        const { userId, sessionKey } = personOf(call);
        await sessions.endAll(userId, exceptThis ? sessionKey : undefined);
        return {};
      },
      listSessions: async (_request, call) => {
        const { userId, sessionKey } = personOf(call);
        const found = await sessions.list(userId);
        const open = found.filter(({ level }) => level !== 'password_proved');
        return { sessions: open.map((session) => toWireListed(session, session.key === sessionKey)) };
      },
      endSession: async (request, call) => {
        await sessions.endOwn(personOf(call).userId, parseMessage(endSchema, request).id);
        return {};
      },
    };
  }
}

function surfaceFor({ caller }: CallContext): Surface {
  const surface = surfaceOf(caller.service);
  if (surface === undefined)
    throw new DomainError('caller_not_allowed', 'only the portal and the console have sessions');
  return surface;
}

function arrival(call: CallContext, from: Arrival['visitor']): Arrival {
  return { surface: surfaceFor(call), visitor: from, session: call.session };
}

function personOf(call: CallContext): Principal {
  const principal = principalOf(call);
  if (principal === undefined) throw signInRequired();
  return principal;
}

function proofOf(given: { readonly code: Uint8Array; readonly passkeyResponse: string }) {
  return given.passkeyResponse === '' ? { code: new SecretBytes(given.code) } : { passkey: given.passkeyResponse };
}

function toWireSession({ session, user, principal }: Person, idleEndsAt: number): sessionsV1.GetSessionResponse {
  const { firstName, lastName } = user.contact;
  const { provedAt, provedById, endsAt } = session;
  return {
    userName: user.userName,
    displayName: [firstName, lastName].filter((part) => part !== '').join(' '),
    level: principal.level,
    provedAt,
    provedById,
    idleEndsAt,
    endsAt,
    language: user.languages.app ?? '',
    ...toWireRights(principal.administrator),
  };
}

type WireRights = Pick<sessionsV1.GetSessionResponse, 'roleId' | 'roleName' | 'permissions' | 'groups' | 'isLimited'>;

function toWireRights(rights: AdministratorRights | undefined): WireRights {
  if (rights === undefined) return { roleId: '', roleName: '', permissions: [], groups: [], isLimited: false };
  const { roleId, roleName, permissions, scope } = rights;
  const isLimited = scope.kind === 'groups';
  return { roleId, roleName, permissions: [...permissions], groups: isLimited ? [...scope.groups] : [], isLimited };
}

function toWireListed(session: Session, isThis: boolean): sessionsV1.BrowserSession {
  const { key, surface, createdAt, lastSeenAt, clientAddress, browser } = session;
  return { id: key, surface: SERVICES[surface], createdAt, lastSeenAt, clientAddress, browser, isThis };
}
