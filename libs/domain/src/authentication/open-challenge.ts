import { type Method, OATH_METHODS } from '../authenticators/method.ts';
import type { Authentication } from './authentication.ts';
import type { AuthenticationEvent } from './authentication-event.ts';
import { type AdvanceContext, challenge, reject, type Step } from './step.ts';
import { preferredMethod, usableMethods } from './usable-methods.ts';
import type { PromptId } from './verdict.ts';

/** Chooses the method and asks, or sends the text message that the question will be about. */
export function openChallenge(authentication: Authentication, context: AdvanceContext): Step {
  const methods = usableMethods(context);
  const preferred = preferredMethod(methods, context);
  if (preferred === undefined) return reject(authentication, 'no_usable_method');
  const { codeEntry, maxChallengeRounds } = context.relyingParty.policy;
  const canChallenge = codeEntry !== 'concatenated' && codeEntry !== 'code_only';
  if (!canChallenge || authentication.rounds >= maxChallengeRounds) {
    return reject(authentication, 'client_cannot_challenge');
  }
  if (preferred !== 'text_message') return askForCode(authentication, 'enter_code', methods, context);
  const phone = context.user?.authenticators.find((one) => one.kind === 'phone' && one.state === 'active');
  if (phone?.kind !== 'phone') return reject(authentication, 'no_usable_method');
  return {
    next: { ...authentication, stage: { at: 'sending_text_message', authenticatorId: phone.id } },
    command: { kind: 'send_text_message', authenticatorId: phone.id, phone: phone.phone },
  };
}

/** The text message is on its way, or it is not: ask for it, fall back, or say no, as the settings want. */
export function concludeTextMessage(
  authentication: Authentication,
  authenticatorId: string,
  event: Extract<AuthenticationEvent, { kind: 'text_message_queued' | 'text_message_refused' }>,
  context: AdvanceContext,
): Step {
  const { settings, relyingParty, now } = context;
  const others = usableMethods(context).filter((method) => method !== 'text_message');
  if (event.kind === 'text_message_refused') {
    return settings.onDeliveryFailure === 'fallback' && others.length > 0
      ? askForCode(authentication, 'text_message_failed_enter_code', others, context)
      : reject(authentication, event.reason);
  }
  const fallbacks = others.filter((method) => relyingParty.policy.allowOathFallback || !OATH_METHODS.has(method));
  const expiresAt = now + settings.oneTimePasswordLifetimeSeconds * 1000;
  return challenge(authentication, 'enter_text_message_code', {
    attemptsLeft: settings.attemptsPerChallenge,
    expiresAt,
    methods: ['text_message', ...fallbacks],
    sentCode: { authenticatorId, hash: event.codeHash, digits: event.digits, expiresAt },
  });
}

function askForCode(
  authentication: Authentication,
  prompt: PromptId,
  methods: readonly Method[],
  context: AdvanceContext,
): Step {
  return challenge(authentication, prompt, {
    attemptsLeft: context.settings.attemptsPerChallenge,
    expiresAt: context.now + context.settings.challengeLifetimeSeconds * 1000,
    methods: methods.filter((method) => method !== 'text_message'),
    sentCode: undefined,
  });
}
