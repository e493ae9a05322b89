import {
  type AdvanceContext,
  type AuthenticationEvent,
  type Command,
  generateCode,
  type RejectionReason,
  type Step,
} from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { LocalPasswordHasher, PasswordVerifier } from '../../directory/index.ts';
import { languageOf } from './language-of.ts';
import type { AuthenticationStore, BeginRequest } from './ports/authentication-store.ts';
import type { CodeHashes } from './ports/code-hashes.ts';
import type { PasskeyVerifier } from './ports/passkey-verifier.ts';
import type { TextMessages } from '../../delivery/index.ts';
import { inProgress, type SignInAnswer } from './sign-in-attempt.ts';
import type { SignInRun } from './sign-in-run.ts';
import { parseAnswer } from './stored-answer.ts';

/** Repeats of a sign-in within this time join it; later ones begin anew, which sends a new code. */
const JOIN_MILLISECONDS = 30_000;
const SENT_CODE_DIGITS = 6;
/** An answer that comes at the very end of the asking system's patience is lost on the way. */
const SAFETY_MILLISECONDS = 200;

/** What {@link PerformCommand} needs. */
export interface PerformCommandDependencies {
  readonly store: AuthenticationStore;
  readonly passwords: PasswordVerifier;
  readonly hasher: LocalPasswordHasher;
  readonly textMessages: TextMessages;
  readonly codeHashes: CodeHashes;
  /** Left out: no passkey is right. */
  readonly passkeys?: PasskeyVerifier;
  /** Where codes come from. */
  readonly random: { bytes(length: number): Buffer };
}

/** Does what the state machine asked for, and tells what came of it; or answers right away for a repeated request. */
export class PerformCommand {
  readonly #needs: PerformCommandDependencies;

  constructor(dependencies: PerformCommandDependencies) {
    this.#needs = dependencies;
  }

  execute(step: Step, run: SignInRun, context: AdvanceContext): Promise<AuthenticationEvent | SignInAnswer> {
    switch (step.command.kind) {
      case 'verify_password':
        return this.#verifyPassword(step, step.command, run, context);
      case 'verify_pin':
        return this.#verifyPin(step.command, context);
      case 'send_text_message':
        return this.#sendTextMessage(step, step.command, run, context);
      case 'verify_passkey':
        return this.#verifyPasskey(step.command, run, context);
      case 'commit':
        throw new Error('a commit is not a command to perform');
    }
  }

  async #verifyPassword(
    step: Step,
    command: Extract<Command, { kind: 'verify_password' }>,
    run: SignInRun,
    context: AdvanceContext,
  ): Promise<AuthenticationEvent | SignInAnswer> {
    const ended = await this.#begin(step, run, context);
    if (ended !== undefined) return ended;
    const answer = await this.#needs.passwords.verify({
      source: command.source,
      user: context.user,
      unknownName: context.user === undefined && step.next.userId === undefined ? run.names[0] : undefined,
      password: command.password,
      deadlineAt: context.now + run.attempt.deadlineMilliseconds,
      now: context.now,
    });
    if (answer.kind === 'verified') return { kind: 'password_verified' };
    run.detail = answer.detail ?? '';
    if (answer.kind === 'refused') return { kind: 'password_refused', reason: answer.reason };
    throw new DomainError('directory_unavailable', `the password could not be checked: ${answer.detail}`);
  }

  /**
   * The work of a password check whose answer does not matter: a sign-in that was refused before takes as long as one
   * with a wrong password, so that time tells nobody which users exist, are disabled or locked.
   */
  async pretendPassword(run: SignInRun, context: AdvanceContext): Promise<void> {
    const { passwordSource } = context.relyingParty.policy;
    if (passwordSource === 'none') return;
    await this.#needs.passwords.verify({
      source: passwordSource,
      user: undefined,
      password: run.attempt.credential,
      deadlineAt: context.now + run.attempt.deadlineMilliseconds,
      now: context.now,
    });
  }

  /** Undefined: go on. Otherwise this attempt ends here, or with the event that is returned. */
  async #begin(
    step: Step,
    run: SignInRun,
    context: AdvanceContext,
  ): Promise<AuthenticationEvent | SignInAnswer | undefined> {
    if (run.begun !== undefined) return undefined;
    const request = this.#beginRequest(step, run, context);
    const outcome = await this.#needs.store.begin(request);
    switch (outcome.kind) {
      case 'begun':
        run.begun = request;
        return undefined;
      case 'earlier':
        return outcome.result === 'pending' ? inProgress : parseAnswer(outcome.result);
      case 'joined':
        return this.#join(outcome.authenticationId, run);
      case 'replayed':
        return refused('code_replayed');
      case 'throttled':
        return refused('password_throttled');
    }
  }

  /** The same sign-in is under way, here or elsewhere: one push, one call, one text, and all get its answer. */
  async #join(authenticationId: string, run: SignInRun): Promise<SignInAnswer> {
    const patience = Math.max(0, run.attempt.deadlineMilliseconds - SAFETY_MILLISECONDS);
    const decided = await this.#needs.store.awaitDecision(authenticationId, patience);
    return decided === undefined ? inProgress : parseAnswer(decided);
  }

  #beginRequest(step: Step, run: SignInRun, context: AdvanceContext): BeginRequest {
    const { passwordThrottle } = context.settings;
    const code = step.next.stage.at === 'checking_password' ? step.next.stage.code : undefined;
    const { attempt, relyingParty } = run;
    const parts = [relyingParty.id, step.next.userName, attempt.callingStation, attempt.credential.expose()];
    if (run.generation === undefined) throw new Error('nothing was loaded for this attempt');
    return {
      generation: run.generation,
      authenticationId: step.next.id,
      userId: step.command.kind === 'verify_password' ? passwordBudgetOf(step, context) : undefined,
      requestKey: attempt.requestKey,
      joinKey: code === undefined && attempt.isAlone !== true ? this.#needs.codeHashes.repeatedSignIn(parts) : '',
      joinMilliseconds: JOIN_MILLISECONDS,
      tentative: code?.match,
      passwordDenials: passwordThrottle.denials,
      passwordWindowMilliseconds: passwordThrottle.resetMinutes * 60_000,
      pendingMilliseconds: Math.max(1000, attempt.deadlineMilliseconds),
    };
  }

  async #verifyPin(
    command: Extract<Command, { kind: 'verify_pin' }>,
    context: AdvanceContext,
  ): Promise<AuthenticationEvent> {
    const userId = context.user?.id ?? '';
    const isRight = await this.#needs.hasher.verify({ kind: 'pin', userId, secret: command.pin }, command.pinHash);
    return { kind: isRight ? 'pin_verified' : 'pin_refused' };
  }

  async #verifyPasskey(
    { authenticatorId }: Extract<Command, { kind: 'verify_passkey' }>,
    { attempt }: SignInRun,
    { user }: AdvanceContext,
  ): Promise<AuthenticationEvent> {
    const passkey = user?.authenticators.find(({ id }) => id === authenticatorId);
    if (attempt.passkey === undefined || passkey?.kind !== 'passkey') return { kind: 'passkey_refused' };
    const verified = await this.#needs.passkeys?.verify(attempt.passkey, passkey);
    return verified === undefined ? { kind: 'passkey_refused' } : { kind: 'passkey_verified', ...verified };
  }

  async #sendTextMessage(
    step: Step,
    command: Extract<Command, { kind: 'send_text_message' }>,
    run: SignInRun,
    context: AdvanceContext,
  ): Promise<AuthenticationEvent | SignInAnswer> {
    // Where the relying party checked the password nothing began yet, and a repeat must not send a second text.
    const ended = await this.#begin(step, run, context);
    if (ended !== undefined) return ended;
    const { user, settings, relyingParty, now } = context;
    if (user === undefined) return { kind: 'text_message_refused', reason: 'delivery_failed' };
    const code = generateCode(this.#needs.random, SENT_CODE_DIGITS);
    try {
      const outcome = await this.#needs.textMessages.send({
        authenticationId: step.next.id,
        user,
        phone: command.phone,
        code,
        applicationName: relyingParty.applicationName,
        language: languageOf(context, 'text'),
        expiresAt: now + settings.oneTimePasswordLifetimeSeconds * 1000,
        now,
      });
      if (outcome.kind === 'limited') return { kind: 'text_message_refused', reason: 'delivery_limited' };
    } catch (error) {
      // The queue does not take it: that is a delivery that failed, not an authentication that cannot be decided.
      if (error instanceof DomainError) return { kind: 'text_message_refused', reason: 'delivery_failed' };
      throw error;
    }
    const codeHash = this.#needs.codeHashes.sentCode(step.next.id, code);
    return { kind: 'text_message_queued', codeHash, digits: SENT_CODE_DIGITS };
  }
}

/** Somebody whom only the directory knows has a budget too, or their password could be guessed without end. */
function passwordBudgetOf({ next }: Step, { user }: AdvanceContext): string {
  return user?.id ?? `unknown:${next.userName}`;
}

function refused(reason: RejectionReason): AuthenticationEvent {
  return { kind: 'password_refused', reason };
}
