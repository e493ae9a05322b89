import type { Method, User } from '@countersign/domain';
import { DomainError, type SecretBytes } from '@countersign/errors';
import type { Clock } from '../../../platform/clock.ts';
import type { Surface } from '../../../platform/principal.ts';
import type { BrowserSessions, Visitor } from './browser-sessions.ts';
import type { Conversation } from './conversation.ts';
import { anyPasskeyOptions } from './method-choices.ts';
import { hostOf, passkeyAnswer, readPasskeyResponse } from './passkey-response.ts';
import type { Session, SessionStore } from './ports/session-store.ts';
import { type Prompt, RESEND_MILLISECONDS, type SignedIn, type SignInStep, toPrompt } from './sign-in-step.ts';

const PASSKEY_MILLISECONDS = 5 * 60_000;

/** What the door is told; never why the answer is no. */
export type ShownStep =
  | { readonly kind: 'refused' | 'over' | 'enroll' }
  | { readonly kind: 'no_method'; readonly reference: string }
  | { readonly kind: 'prompt'; readonly prompt: Prompt; readonly reference: string }
  | Pick<SignedIn, 'kind' | 'wasBypassed' | 'recoveryCodesLeft' | 'isPinChangeDue'>;

/** A step, and the id of the session that it began; empty: the session stays, or there is none. */
export interface SignInResult {
  readonly session: string;
  readonly step: ShownStep;
}

/** What {@link SignIn} needs. */
export interface SignInDependencies {
  readonly sessions: BrowserSessions;
  readonly store: SessionStore;
  readonly conversation: Conversation;
  readonly users: {
    find(userName: string): Promise<User | undefined>;
    findById(id: string): Promise<User | undefined>;
  };
  readonly clock: Clock;
}

/** Who comes from where, with the session that the browser has already. */
export interface Arrival {
  readonly surface: Surface;
  readonly visitor: Visitor;
  readonly session: string | undefined;
}

/** Signing in: name and password, then a second factor; or a passkey alone. */
export class SignIn {
  readonly #needs: SignInDependencies;

  constructor(dependencies: SignInDependencies) {
    this.#needs = dependencies;
  }

  /** The session that the browser had ends in any case: nobody goes on under an id that somebody gave them. */
  async withPassword(userName: string, password: SecretBytes, arrival: Arrival): Promise<SignInResult> {
    await this.#needs.sessions.endById(arrival.session);
    const { surface, visitor } = arrival;
    const step = await this.#needs.conversation.take({
      surface,
      purpose: 'sign_in',
      visitor,
      userName,
      credential: password,
    });
    return await this.#go(step, arrival, undefined);
  }

  /** Options for `navigator.credentials.get`, the same for everybody. */
  async passkeyOptions(visitor: Visitor): Promise<string> {
    const challenge = this.#needs.conversation.newChallenge();
    await this.#needs.store.openChallenge(challenge, PASSKEY_MILLISECONDS);
    return anyPasskeyOptions(challenge, hostOf(visitor.origin));
  }

  async withPasskey(response: string, arrival: Arrival): Promise<SignInResult> {
    await this.#needs.sessions.endById(arrival.session);
    const { surface, visitor } = arrival;
    const { challenge, userId } = readPasskeyResponse(response);
    if (!(await this.#needs.store.takeChallenge(challenge))) return { session: '', step: { kind: 'over' } };
    const user = userId === undefined ? undefined : await this.#needs.users.findById(userId);
    const step = await this.#needs.conversation.take({
      surface,
      purpose: 'sign_in',
      visitor,
      userName: user?.userName ?? '',
      passkey: passkeyAnswer(response, challenge, visitor.origin),
    });
    return await this.#go(step, arrival, undefined);
  }

  /** The open question once more, as after a reload. @throws DomainError `sign_in_required` */
  async prompt(arrival: Arrival): Promise<ShownStep> {
    const { session, question } = await this.#half(arrival);
    const user = await this.#needs.users.find(session.userName);
    if (user === undefined || question.expiresAt <= this.#needs.clock.now()) return { kind: 'over' };
    const prompt = toPrompt(user, question, '', hostOf(arrival.visitor.origin));
    return { kind: 'prompt', prompt, reference: question.reference };
  }

  /** @throws DomainError `sign_in_required` */
  async answer(given: { code: SecretBytes } | { passkey: string }, arrival: Arrival): Promise<SignInResult> {
    const { session, question } = await this.#half(arrival);
    const { surface, visitor } = arrival;
    const proof =
      'code' in given
        ? { credential: given.code }
        : { passkey: passkeyAnswer(given.passkey, question.passkeyChallenge, visitor.origin) };
    const { userName } = session;
    const turn = { surface, purpose: 'sign_in', visitor, userName, question, ...proof } as const;
    return await this.#go(await this.#needs.conversation.take(turn), arrival, session);
  }

  /** Another method, or a text message once more. @throws DomainError `sign_in_required`, `attempts_throttled` */
  async choose(chosenMethod: Method, arrival: Arrival): Promise<SignInResult> {
    const { session, question } = await this.#half(arrival);
    refuseHurry(chosenMethod, question.textSentAt, this.#needs.clock.now());
    const { surface, visitor } = arrival;
    const { userName } = session;
    const turn = { surface, purpose: 'sign_in', visitor, userName, question, chosenMethod } as const;
    return await this.#go(await this.#needs.conversation.take(turn), arrival, session);
  }

  async #half({
    session: id,
    surface,
  }: Arrival): Promise<{ session: Session; question: NonNullable<Session['question']> }> {
    const found = await this.#needs.sessions.find(id, surface);
    const session = found?.session;
    if (session?.level !== 'password_proved' || session.question === undefined) {
      throw new DomainError('sign_in_required', 'There is no sign-in to go on with. Begin again.');
    }
    return { session, question: session.question };
  }

  /** Takes the session to where the step leads; each level has an id of its own. */
  async #go(step: SignInStep, arrival: Arrival, half: Session | undefined): Promise<SignInResult> {
    const replaced = half?.key;
    switch (step.kind) {
      case 'prompt':
        return await this.#ask(step, arrival, half);
      case 'enroll':
        return await this.#open(step, { kind: 'enroll' }, arrival, { level: 'enrolling' }, replaced);
      case 'signed_in': {
        const { kind, provedById, wasBypassed, recoveryCodesLeft, isPinChangeDue } = step;
        const shown = { kind, wasBypassed, recoveryCodesLeft, isPinChangeDue };
        const proof = provedById === undefined ? {} : { provedAt: this.#needs.clock.now(), provedById };
        return await this.#open(step, shown, arrival, { level: 'full', ...proof }, replaced);
      }
      default:
        if (replaced !== undefined) await this.#needs.store.end(replaced);
        return { session: '', step };
    }
  }

  async #open(
    { user }: { readonly user: User },
    step: ShownStep,
    { surface, visitor }: Arrival,
    made: { readonly level: 'enrolling' | 'full'; readonly provedAt?: number; readonly provedById?: string },
    replaced: string | undefined,
  ): Promise<SignInResult> {
    const session = await this.#needs.sessions.begin({ surface, visitor, user, ...made }, replaced);
    return session === undefined ? { session: '', step: { kind: 'over' } } : { session, step };
  }

  async #ask(
    { user, question, problem }: Extract<SignInStep, { kind: 'prompt' }>,
    { surface, visitor }: Arrival,
    half: Session | undefined,
  ): Promise<SignInResult> {
    const prompt = toPrompt(user, question, problem, hostOf(visitor.origin));
    const step = { kind: 'prompt', prompt, reference: question.reference } as const;
    if (half !== undefined) {
      const isThere = await this.#needs.store.change(half.key, { question });
      return { session: '', step: isThere ? step : { kind: 'over' } };
    }
    const session = await this.#needs.sessions.begin({ surface, visitor, user, level: 'password_proved', question });
    return { session: session ?? '', step };
  }
}

/** @throws DomainError `attempts_throttled` when a text message went a moment ago */
export function refuseHurry(method: Method, textSentAt: number, now: number): void {
  const wait = method === 'text_message' && textSentAt > 0 ? textSentAt + RESEND_MILLISECONDS - now : 0;
  if (wait <= 0) return;
  const retryAfterSeconds = Math.ceil(wait / 1000);
  throw new DomainError('attempts_throttled', `A message went a moment ago. Ask again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
  });
}
