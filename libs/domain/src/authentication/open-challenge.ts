import { type Method, OATH_METHODS } from '../authenticators/method.ts';
import type { Authentication, Challenge } from './authentication.ts';
import type { AuthenticationEvent } from './authentication-event.ts';
import { type AdvanceContext, challenge, reject, type Step } from './step.ts';
import { preferredMethod, usableMethods } from './usable-methods.ts';
import type { PromptId } from './verdict.ts';

/** Chooses the method and asks, or sends the text message that the question will be about. */
export function openChallenge(authentication: Authentication, context: AdvanceContext, wanted?: Method): Step {
  const methods = usableMethods(context);
  const isUsable = wanted !== undefined && methods.includes(wanted);
  const preferred = isUsable ? wanted : preferredMethod(methods, context);
  if (preferred === undefined) return reject(authentication, 'no_usable_method');
  const { codeEntry, maxChallengeRounds } = context.relyingParty.policy;
  const canChallenge = codeEntry !== 'concatenated' && codeEntry !== 'code_only';
  if (!canChallenge || authentication.rounds >= maxChallengeRounds) {
    return reject(authentication, 'client_cannot_challenge');
  }
  if (preferred !== 'text_message') return ask(authentication, 'enter_code', { methods, asked: preferred }, context);
  return sendTextMessage(authentication, undefined, context);
}

/**
 * The claimant wants another method, or the text message once more. The answers that were wrong stay counted: changing
 * to and fro gives nobody more guesses.
 */
export function chooseMethod(
  authentication: Authentication,
  question: Challenge,
  method: Method,
  context: AdvanceContext,
): Step {
  const { browser, policy } = context.relyingParty;
  if (browser === undefined) return reject(authentication, 'request_malformed');
  if (authentication.rounds >= policy.maxChallengeRounds) return reject(authentication, 'too_many_attempts');
  const methods = usableMethods(context);
  if (!methods.includes(method)) return challenge(authentication, 'enter_code', question);
  if (method === 'text_message') return sendTextMessage(authentication, question, context);
  return ask(authentication, 'enter_code', { methods, asked: method, question }, context);
}

/** The text message is on its way, or it is not: ask for it, fall back, or say no, as the settings want. */
export function concludeTextMessage(
  authentication: Authentication,
  authenticatorId: string,
  event: Extract<AuthenticationEvent, { kind: 'text_message_queued' | 'text_message_refused' }>,
  context: AdvanceContext,
): Step {
  const { settings, relyingParty, now } = context;
  const question = authentication.stage.at === 'sending_text_message' ? authentication.stage.question : undefined;
  const others = usableMethods(context).filter((method) => method !== 'text_message');
  if (event.kind === 'text_message_refused') {
    // What was asked before is still a good question: a message too many must not end the sign-in.
    if (question !== undefined) return challenge(authentication, 'text_message_failed_enter_code', question);
    const asked = preferredMethod(others, context);
    return settings.onDeliveryFailure === 'fallback' && asked !== undefined
      ? ask(authentication, 'text_message_failed_enter_code', { methods: others, asked }, context)
      : reject(authentication, event.reason);
  }
  const fallbacks = others.filter((method) => relyingParty.policy.allowOathFallback || !OATH_METHODS.has(method));
  const expiresAt = now + settings.oneTimePasswordLifetimeSeconds * 1000;
  return challenge(authentication, 'enter_text_message_code', {
    attemptsLeft: question?.attemptsLeft ?? settings.attemptsPerChallenge,
    expiresAt,
    methods: ['text_message', ...fallbacks],
    sentCode: { authenticatorId, hash: event.codeHash, digits: event.digits, expiresAt },
    ...askedIn('text_message', context),
  });
}

function sendTextMessage(
  authentication: Authentication,
  question: Challenge | undefined,
  context: AdvanceContext,
): Step {
  const phone = context.user?.authenticators.find((one) => one.kind === 'phone' && one.state === 'active');
  if (phone?.kind !== 'phone') return reject(authentication, 'no_usable_method');
  const stage = { at: 'sending_text_message', authenticatorId: phone.id } as const;
  return {
    next: { ...authentication, stage: question === undefined ? stage : { ...stage, question } },
    command: { kind: 'send_text_message', authenticatorId: phone.id, phone: phone.phone },
  };
}

/** What is asked: the methods that may answer, the one that the page names, and the question that it replaces. */
interface Asking {
  readonly methods: readonly Method[];
  readonly asked: Method;
  readonly question?: Challenge;
}

function ask(authentication: Authentication, prompt: PromptId, asking: Asking, context: AdvanceContext): Step {
  const { methods, asked, question } = asking;
  const { attemptsPerChallenge, challengeLifetimeSeconds } = context.settings;
  const others = methods.filter((method) => method !== 'text_message');
  const sentCode = question?.sentCode;
  return challenge(authentication, prompt, {
    attemptsLeft: question?.attemptsLeft ?? attemptsPerChallenge,
    expiresAt: context.now + challengeLifetimeSeconds * 1000,
    methods: sentCode === undefined ? others : ['text_message', ...others],
    sentCode,
    ...askedIn(asked, context),
  });
}

function askedIn(asked: Method, { relyingParty }: AdvanceContext): { readonly asked?: Method } {
  return relyingParty.browser === undefined ? {} : { asked };
}
