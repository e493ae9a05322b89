import { networkContains } from '../policies/network.ts';
import type { Authentication } from './authentication.ts';
import { checkTypedCode } from './conclude-code.ts';
import { openChallenge } from './open-challenge.ts';
import { accept, type AdvanceContext, reject, rememberScopeKey, type Step } from './step.ts';
import type { AcceptanceBasis } from './verdict.ts';

/** Why no second factor is asked of this user now, first match; absent: one is asked. */
export function waiverOf(authentication: Authentication, context: AdvanceContext): AcceptanceBasis | undefined {
  const { relyingParty, facts, now, settings } = context;
  // Nothing may stand in for a proof that somebody asks for on purpose.
  if (relyingParty.browser?.purpose === 'proof') return undefined;
  // Our own pages change who may sign in: where somebody sits is no proof for them.
  const everywhere = relyingParty.browser === undefined ? settings.trustedNetworks : [];
  const isTrusted = [...relyingParty.policy.trustedNetworks, ...everywhere].some((network) =>
    networkContains(network, authentication.clientAddress),
  );
  if (isTrusted) return 'trusted_address';
  if (facts.bypassUntil > now) return 'one_time_bypass';
  const scopeKey = rememberScopeKey(authentication, context);
  return scopeKey !== undefined && (facts.rememberedUntil.get(scopeKey) ?? 0) > now ? 'remembered_result' : undefined;
}

/** The checks after the first factor, in the order of the architecture: the first that matches decides. */
export function decideSecondFactor(
  authentication: Authentication,
  code: string | undefined,
  context: AdvanceContext,
): Step {
  const { user, facts, now } = context;
  if (user === undefined) return accept(authentication, 'unknown_user_allowed', context);
  const waiver = waiverOf(authentication, context);
  if (waiver === 'one_time_bypass') {
    return accept(authentication, waiver, context, { kind: 'bypass', bypassId: facts.bypassId });
  }
  if (waiver !== undefined) return accept(authentication, waiver, context);
  const isPinDue = user.pin.isChangeRequired || (user.pin.expiresAt ?? Number.POSITIVE_INFINITY) <= now;
  // In the browser the PIN is changed right after it was used a last time.
  const canChangePin = context.relyingParty.browser !== undefined;
  if (user.isOathPinMode && isPinDue && !canChangePin) return reject(authentication, 'pin_change_required');
  return code === undefined ? openChallenge(authentication, context) : checkTypedCode(authentication, code, context);
}
