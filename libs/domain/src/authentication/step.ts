import type { RelyingParty } from '../policies/relying-party-policy.ts';
import type { CompanySettings } from '../policies/company-settings.ts';
import type { User } from '../users/user.ts';
import type { Authentication, Challenge, Proof } from './authentication.ts';
import type { Claim, Command, Commit } from './command.ts';
import type { LiveFacts } from './live-facts.ts';
import type { RejectionReason } from './rejection-reason.ts';
import type { AcceptanceBasis, PromptId } from './verdict.ts';

/** Everything that `advance` may look at besides the record and the event. Time and keys are parameters. */
export interface AdvanceContext {
  /** Absent: nobody has this name. */
  readonly user: User | undefined;
  readonly relyingParty: RelyingParty;
  readonly settings: CompanySettings;
  readonly facts: LiveFacts;
  /** False: this user may not use this relying party at all, as who is no administrator may not use the console. */
  readonly isAdmitted?: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Time steps that begin at or before this instant are refused: Redis lost its memory then. 0: it never did. */
  readonly timeStepsAfter: number;
  /** Base64 of the keyed hash of a code that we sent, bound to the authentication. */
  readonly hashSentCode: (authenticationId: string, code: string) => string;
  /** Keyed hash of a normalised recovery code. */
  readonly hashRecoveryCode: (code: string) => Buffer;
}

/** The record after an event, and what must be done now. */
export interface Step {
  readonly next: Authentication;
  readonly command: Command;
}

const NOTHING: Omit<Commit, 'verdict'> = {
  refusal: undefined,
  claim: undefined,
  failedFactor: undefined,
  restoredFactors: [],
  remember: undefined,
};

/** The answer is no. */
export function reject(
  authentication: Authentication,
  reason: RejectionReason,
  failedFactor: Commit['failedFactor'] = undefined,
): Step {
  const verdict = { outcome: 'rejected', reason } as const;
  return {
    next: { ...authentication, stage: { at: 'ended', verdict } },
    command: { kind: 'commit', commit: { ...NOTHING, verdict, failedFactor } },
  };
}

/** A question goes back to the claimant; `refused` says why the last answer was not good enough, if there was one. */
export function challenge(
  authentication: Authentication,
  prompt: PromptId,
  question: Challenge,
  refused: Pick<Commit, 'failedFactor' | 'refusal'> = NOTHING,
): Step {
  return {
    next: { ...authentication, rounds: authentication.rounds + 1, stage: { at: 'challenged', challenge: question } },
    command: {
      kind: 'commit',
      commit: {
        ...NOTHING,
        verdict: { outcome: 'challenged', prompt },
        failedFactor: refused.failedFactor,
        refusal: refused.refusal,
        restoredFactors: restoredFactors(authentication),
      },
    },
  };
}

/**
 * The only way to an accept. It checks the recorded proofs once more against what the relying party demands, so that no
 * path through the machine, however it came about, ends in an accept without them.
 */
export function accept(
  authentication: Authentication,
  basis: AcceptanceBasis,
  context: AdvanceContext,
  claim: Claim | undefined = undefined,
): Step {
  if (!isProved(authentication, basis, context)) return reject(authentication, 'request_malformed');
  const verdict = { outcome: 'accepted', basis } as const;
  return {
    next: { ...authentication, stage: { at: 'ended', verdict } },
    command: {
      kind: 'commit',
      commit: {
        ...NOTHING,
        verdict,
        claim,
        restoredFactors: restoredFactors(authentication),
        remember: basis === 'second_factor' ? rememberedResult(authentication, context) : undefined,
      },
    },
  };
}

/** The key under which a result is remembered for this sign-in; absent: the scope needs an address that nobody gave. */
export function rememberScopeKey(authentication: Authentication, context: AdvanceContext): string | undefined {
  const { rememberScope, rememberSeconds } = context.relyingParty.policy;
  if (rememberSeconds === 0) return undefined;
  switch (rememberScope) {
    case 'user':
      return '*';
    case 'user_and_relying_party':
      return context.relyingParty.id;
    case 'user_and_relying_party_and_address':
      return authentication.clientAddress === ''
        ? undefined
        : `${context.relyingParty.id}|${authentication.clientAddress}`;
  }
}

function rememberedResult(authentication: Authentication, context: AdvanceContext): Commit['remember'] {
  const scopeKey = rememberScopeKey(authentication, context);
  const untilAt = context.now + context.relyingParty.policy.rememberSeconds * 1000;
  return scopeKey === undefined ? undefined : { scopeKey, untilAt };
}

function isProved(authentication: Authentication, basis: AcceptanceBasis, context: AdvanceContext): boolean {
  const { passwordSource, requireUserMatch } = context.relyingParty.policy;
  if (passwordSource !== 'none' && !hasPassword(authentication.proofs, context)) return false;
  if (basis === 'unknown_user_allowed') return context.user === undefined && !requireUserMatch;
  if (context.user === undefined || context.user.id !== authentication.userId) return false;
  return basis !== 'second_factor' || authentication.proofs.some((proof) => proof.kind === 'second_factor');
}

/** Only what was proved fills a budget up again: a right code says nothing about guesses at the password. */
function restoredFactors({ proofs }: Authentication): Commit['restoredFactors'] {
  return proofs.map((proof) => (proof.kind === 'password' ? 'password' : 'second'));
}

/** A passkey whose device made sure who holds it stands for a password too, in the browser. */
function hasPassword(proofs: readonly Proof[], { relyingParty }: AdvanceContext): boolean {
  const isBrowser = relyingParty.browser !== undefined;
  return proofs.some((proof) => proof.kind === 'password' || (isBrowser && proof.isUserVerified === true));
}
