import type { SecretBytes } from '@countersign/errors';
import { aHotpAuthenticator, aPhone, aTotpAuthenticator, aUser, hotpCode, totpCode } from '@countersign/testing/builders';
import { advance } from '../advance.ts';
import type { Authentication } from '../authentication.ts';
import type { AuthenticationEvent } from '../authentication-event.ts';
import type { Commit } from '../command.ts';
import type { AdvanceContext, Step } from '../step.ts';
import { hashRecoveryCode, hashSentCode, RECOVERY_CODES, recoveryCodes } from './sign-in-world.ts';

export const devices = {
  totp: aTotpAuthenticator('m-totp').build(),
  hotp: aHotpAuthenticator('m-hotp').build(),
  phone: aPhone('m-phone'),
  recovery: recoveryCodes,
};
export const PIN = '1357';
export const modelUser = aUser('m-user');
export const otherUser = aUser('m-other');
export const TRUSTED = { network: '10.0.0.0/8', inside: '10.1.2.3', outside: '192.0.2.9' };
const WINDOW_STEPS = 1;

/** How an accept was reached, for the statistics that prove that the run was not in vain. */
export type Reached = `${string}/${string}`;

/**
 * Watches the state machine from outside. It knows nothing of its stages: it keeps its own account of what was really
 * proved, from the commands that went out and the events that came in, and checks every accept against the policy's
 * words.
 */
export class SignInModel {
  readonly reached: Reached[] = [];
  #authentication: Authentication;
  #asked: Step['command'] | undefined;
  #isOver = false;
  #isPasswordProved = false;
  #challenges = 0;
  #attemptsLeft = Number.POSITIVE_INFINITY;
  #lastTyped = '';
  readonly #sentHashes = new Set<string>();

  constructor(authentication: Authentication) {
    this.#authentication = authentication;
  }

  /** What the machine waits for. */
  get asked(): Step['command'] | undefined {
    return this.#asked;
  }

  /** Feeds one event and throws when the machine broke a promise. */
  happen(event: AuthenticationEvent, world: AdvanceContext): void {
    const context: AdvanceContext = {
      ...world,
      hashSentCode: (id, code) => {
        this.#promise(id === this.#authentication.id, 'a sent code is compared for its own authentication only');
        return hashSentCode(id, code);
      },
      hashRecoveryCode,
    };
    this.#account(event);
    const { next, command } = advance(this.#authentication, event, context);
    this.#checkIdentity(next);
    if (command.kind === 'commit') this.#checkCommit(command.commit, event, next, context);
    else this.#checkRequest(command, context);
    this.#authentication = next;
    this.#asked = command;
  }

  #account(event: AuthenticationEvent): void {
    const asked = this.#asked?.kind;
    if (event.kind === 'signed_in' || event.kind === 'answered') this.#lastTyped = textOf(event.credential);
    if (event.kind === 'password_verified' && asked === 'verify_password') this.#isPasswordProved = true;
    if (event.kind === 'text_message_queued' && asked === 'send_text_message') this.#sentHashes.add(event.codeHash);
  }

  #checkIdentity(next: Authentication): void {
    const { stage: _stage, proofs: _proofs, rounds: _rounds, ...identity } = next;
    const { stage: _stageBefore, proofs, rounds, ...identityBefore } = this.#authentication;
    this.#promise(JSON.stringify(identity) === JSON.stringify(identityBefore), 'an authentication stays itself');
    this.#promise(next.rounds >= rounds && next.rounds <= rounds + 1, 'rounds are counted one by one');
    this.#promise(next.proofs.length >= proofs.length, 'a proof is never lost');
  }

  #checkRequest(command: Exclude<Step['command'], { kind: 'commit' }>, context: AdvanceContext): void {
    this.#promise(!this.#isOver, 'nothing is asked for after the end');
    if (command.kind !== 'send_text_message') return;
    const isOwn = context.user?.authenticators.some(
      (one) => one.kind === 'phone' && one.state === 'active' && one.id === command.authenticatorId,
    );
    this.#promise(isOwn === true, 'a text goes to an active phone of the user only');
    this.#promise(context.relyingParty.policy.allowedMethods.includes('text_message'), 'texts go where allowed');
  }

  #checkCommit(commit: Commit, event: AuthenticationEvent, next: Authentication, context: AdvanceContext): void {
    const { verdict } = commit;
    if (commit.restoredFactors.includes('password'))
      this.#promise(this.#isPasswordProved, 'only a proved password refills its budget');
    if (commit.restoredFactors.includes('second'))
      this.#promise(verdict.outcome === 'accepted' && verdict.basis === 'second_factor', 'so does a second factor');
    switch (verdict.outcome) {
      case 'rejected':
        this.#promise(commit.claim === undefined && commit.remember === undefined, 'a refusal spends nothing');
        this.#isOver = true;
        return;
      case 'challenged':
        return this.#checkChallenge(commit, next, context);
      case 'accepted':
        this.#promise(!this.#isOver, 'nothing is accepted after the end');
        this.#promise(commit.failedFactor === undefined, 'an accept is no failure');
        this.#checkAccept(commit, verdict.basis, event, context);
        this.#isOver = true;
        return;
      case 'pending':
        throw new Error('the machine commits nothing as pending');
    }
  }

  #checkChallenge(commit: Commit, next: Authentication, context: AdvanceContext): void {
    this.#promise(!this.#isOver, 'nothing is asked after the end');
    this.#promise(commit.claim === undefined && commit.remember === undefined, 'a question spends nothing');
    this.#challenges += 1;
    const { policy } = context.relyingParty;
    this.#promise(this.#challenges <= policy.maxChallengeRounds, 'no more challenges than the relying party can show');
    this.#promise(policy.passwordSource === 'none' || this.#isPasswordProved, 'the password comes before the question');
    if (next.stage.at !== 'challenged') throw new Error('a question without a stage');
    const { attemptsLeft } = next.stage.challenge;
    this.#promise(attemptsLeft < this.#attemptsLeft, 'every wrong answer costs a try');
    this.#attemptsLeft = attemptsLeft;
  }

  #checkAccept(commit: Commit, basis: string, event: AuthenticationEvent, context: AdvanceContext): void {
    const { user, facts, now } = context;
    const { policy } = context.relyingParty;
    this.#promise(policy.passwordSource === 'none' || this.#isPasswordProved, 'no accept without the password');
    if (basis === 'unknown_user_allowed') {
      this.#promise(user === undefined && !policy.requireUserMatch && policy.passwordSource !== 'local', basis);
    } else {
      this.#promise(user?.isEnabled === true && user.id === this.#authentication.userId, 'the same, enabled user');
      this.#promise(facts.blockedUntil <= now && facts.lockedUntil <= now, 'a user who may sign in');
      this.#promise(facts.revocations === this.#authentication.revocations, 'a sign-in that is not revoked');
    }
    this.#checkBasis(commit, basis, event, context);
    this.reached.push(`${basis}/${commit.claim?.kind === 'otp' ? commit.claim.method : (commit.claim?.kind ?? 'none')}`);
  }

  #checkBasis(commit: Commit, basis: string, event: AuthenticationEvent, context: AdvanceContext): void {
    const { facts, now } = context;
    const { policy } = context.relyingParty;
    switch (basis) {
      case 'unknown_user_allowed':
        return this.#promise(commit.claim === undefined, 'nobody has no codes');
      case 'trusted_address': {
        const isInside = this.#authentication.clientAddress === TRUSTED.inside;
        return this.#promise(isInside && policy.trustedNetworks.includes(TRUSTED.network), basis);
      }
      case 'one_time_bypass':
        this.#promise(facts.bypassUntil > now, basis);
        return this.#promise(commit.claim?.kind === 'bypass' && commit.claim.bypassId === facts.bypassId, 'it is spent');
      case 'remembered_result': {
        const isRemembered = [...facts.rememberedUntil.values()].some((until) => until > now);
        return this.#promise(isRemembered && policy.rememberSeconds > 0, basis);
      }
      case 'second_factor':
        return this.#promise(this.#isCodeRight(commit, event, context), 'the code is right, unused, own and allowed');
      default:
        throw new Error(`an accept for no reason: ${basis}`);
    }
  }

  /** Computes from scratch whether what was typed last proves what the commit claims. */
  #isCodeRight({ claim }: Commit, event: AuthenticationEvent, context: AdvanceContext): boolean {
    const allowed = context.relyingParty.policy.allowedMethods;
    const owned = context.user?.authenticators.find(
      (one) => claim !== undefined && 'authenticatorId' in claim && one.id === claim.authenticatorId,
    );
    if (claim === undefined || owned?.state !== 'active') return false;
    switch (claim.kind) {
      case 'sent_code': {
        const code = this.#lastTyped.replace(/\s+/g, '');
        return allowed.includes('text_message') && this.#sentHashes.has(hashSentCode(this.#authentication.id, code));
      }
      case 'recovery_code': {
        const index = Number(claim.codeId.split('-').at(-1));
        const isTyped = this.#lastTyped.replace(/[\s-]/g, '').toUpperCase() === RECOVERY_CODES[index];
        return allowed.includes('recovery_code') && isTyped;
      }
      case 'otp':
        return allowed.includes(claim.method) && owned.kind === claim.method && this.#isOtp(claim, event, context);
      case 'bypass':
        return false;
    }
  }

  #isOtp(
    claim: Extract<NonNullable<Commit['claim']>, { kind: 'otp' }>,
    event: AuthenticationEvent,
    context: AdvanceContext,
  ): boolean {
    const floor = context.facts.lastAccepted.get(claim.authenticatorId) ?? -1;
    const ourStep = Math.floor(context.now / 30_000);
    const isNear = claim.method === 'hotp' || Math.abs(claim.value - ourStep) <= WINDOW_STEPS;
    const isAfterLoss = claim.method === 'hotp' || claim.value * 30_000 > context.timeStepsAfter;
    const code =
      claim.method === 'totp' ? totpCode(devices.totp, claim.value * 30_000) : hotpCode(devices.hotp, claim.value);
    if (claim.value <= floor || !isNear || !isAfterLoss) return false;
    if (context.user?.isOathPinMode !== true) return this.#lastTyped.replaceAll(' ', '').endsWith(code);
    const isPinProved = event.kind === 'pin_verified' && this.#asked?.kind === 'verify_pin';
    const pin = this.#asked?.kind === 'verify_pin' ? textOf(this.#asked.pin) : '';
    return isPinProved && this.#lastTyped.replaceAll(' ', '') === pin + code;
  }

  #promise(isKept: boolean, what: string): void {
    if (!isKept) throw new Error(`broken promise: ${what}`);
  }
}

function textOf(credential: SecretBytes): string {
  return credential.expose().toString('utf8');
}
