import type { Method } from '@countersign/domain';
import type { SecretBytes } from '@countersign/errors';
import type { Clock } from '../../../platform/clock.ts';
import { type BrowserSessions, signInRequired, type Visitor } from './browser-sessions.ts';
import type { Conversation } from './conversation.ts';
import { hostOf, passkeyAnswer } from './passkey-response.ts';
import type { Session, SessionStore } from './ports/session-store.ts';
import { type Arrival, refuseHurry, type ShownStep, type SignInResult } from './sign-in.use-case.ts';
import { type SignInStep, toPrompt } from './sign-in-step.ts';

/** What {@link Prove} needs. */
export interface ProveDependencies {
  readonly sessions: BrowserSessions;
  readonly store: SessionStore;
  readonly conversation: Conversation;
  readonly clock: Clock;
}

/** A fresh proof in an open session, before something that matters. */
export class Prove {
  readonly #needs: ProveDependencies;

  constructor(dependencies: ProveDependencies) {
    this.#needs = dependencies;
  }

  /**
   * Asks, or asks for another method when something is being asked already.
   * @throws DomainError `sign_in_required`, `attempts_throttled`
   */
  async begin(chosenMethod: Method | undefined, arrival: Arrival): Promise<ShownStep> {
    const session = await this.#open(arrival);
    const now = this.#needs.clock.now();
    const isOpen = session.question !== undefined && session.question.expiresAt > now && chosenMethod !== undefined;
    const question = isOpen ? session.question : undefined;
    const method = chosenMethod ?? 'totp';
    refuseHurry(method, session.question?.textSentAt ?? 0, now);
    const { surface, visitor } = arrival;
    const { userName } = session;
    const choice = chosenMethod === undefined ? {} : { chosenMethod };
    const turn = { surface, purpose: 'proof', visitor, userName, question, ...choice } as const;
    return await this.#goOn(await this.#needs.conversation.take(turn), session, visitor);
  }

  /**
   * A right answer gives the session a new id; the old one is dead at once.
   * @throws DomainError `sign_in_required`
   */
  async answer(given: { code: SecretBytes } | { passkey: string }, arrival: Arrival): Promise<SignInResult> {
    const session = await this.#open(arrival);
    const { question, userName } = session;
    if (question === undefined) return { session: '', step: { kind: 'over' } };
    const { surface, visitor } = arrival;
    const proof =
      'code' in given
        ? { credential: given.code }
        : { passkey: passkeyAnswer(given.passkey, question.passkeyChallenge, visitor.origin) };
    const turn = { surface, purpose: 'proof', visitor, userName, question, ...proof } as const;
    const step = await this.#needs.conversation.take(turn);
    if (step.kind !== 'signed_in' || step.provedById === undefined) {
      return { session: '', step: await this.#goOn(step, session, visitor) };
    }
    const { kind, wasBypassed, recoveryCodesLeft, isPinChangeDue, provedById } = step;
    const id = await this.#needs.sessions.renew(session, provedById);
    return { session: id, step: { kind, wasBypassed, recoveryCodesLeft, isPinChangeDue } };
  }

  async #open({ session: id, surface }: Arrival): Promise<Session> {
    const found = await this.#needs.sessions.find(id, surface);
    if (found?.session.level !== 'full') throw signInRequired();
    return found.session;
  }

  /** Nothing was proved: the session stays what it is. */
  async #goOn(step: SignInStep, { key }: Session, visitor: Visitor): Promise<ShownStep> {
    if (step.kind === 'prompt') {
      await this.#needs.store.change(key, { question: step.question });
      const prompt = toPrompt(step.user, step.question, step.problem, hostOf(visitor.origin));
      return { kind: 'prompt', prompt, reference: step.question.reference };
    }
    await this.#needs.store.change(key, { question: null });
    return step.kind === 'enroll' || step.kind === 'signed_in' ? { kind: 'refused' } : step;
  }
}
