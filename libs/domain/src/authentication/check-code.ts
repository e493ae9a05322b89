import type {
  Authenticator,
  HotpAuthenticator,
  RecoveryCodesAuthenticator,
  TotpAuthenticator,
} from '../authenticators/authenticator.ts';
import type { Method } from '../authenticators/method.ts';
import { normalizeRecoveryCode } from '../authenticators/recovery-codes.ts';
import { verifyHotp } from '../one-time-passwords/hotp-verification.ts';
import { verifyTotp } from '../one-time-passwords/totp.ts';
import { splitPinAndCode } from '../pins/split-pin-and-code.ts';
import type { OathMatch, SentCode } from './authentication.ts';
import { equalText } from './equal-text.ts';
import type { AdvanceContext } from './step.ts';

/** What a typed code turned out to be. */
export type CodeCheck =
  | { readonly kind: 'oath'; readonly match: OathMatch }
  | { readonly kind: 'oath_with_pin'; readonly match: OathMatch; readonly pin: string }
  | { readonly kind: 'sent_code'; readonly authenticatorId: string }
  | { readonly kind: 'recovery_code'; readonly authenticatorId: string; readonly codeId: string }
  | { readonly kind: 'replayed' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'wrong' };

/** The codes that a check accepts: some methods, and the code that we sent, if one is open. */
export interface CodeExpectation {
  readonly authenticationId: string;
  readonly methods: readonly Method[];
  readonly sentCode: SentCode | undefined;
}

/** Compares what the claimant typed with everything that may answer; decides nothing beyond that. */
export function checkCode(typed: string, expected: CodeExpectation, context: AdvanceContext): CodeCheck {
  const sent = checkSentCode(typed, expected, context);
  if (sent.kind === 'sent_code') return sent;
  const oath = checkOath(typed, expected.methods, context);
  if (oath.kind === 'oath' || oath.kind === 'oath_with_pin') return oath;
  const recovery = expected.methods.includes('recovery_code') ? checkRecoveryCode(typed, context) : undefined;
  if (recovery !== undefined) return recovery;
  return sent.kind === 'expired' ? sent : oath;
}

function checkSentCode(typed: string, expected: CodeExpectation, context: AdvanceContext): CodeCheck {
  const { sentCode } = expected;
  if (sentCode === undefined || !expected.methods.includes('text_message')) return { kind: 'wrong' };
  const hash = context.hashSentCode(expected.authenticationId, typed.replace(/\s+/g, ''));
  if (!equalText(hash, sentCode.hash)) return { kind: 'wrong' };
  if (sentCode.expiresAt <= context.now) return { kind: 'expired' };
  return { kind: 'sent_code', authenticatorId: sentCode.authenticatorId };
}

function checkOath(typed: string, methods: readonly Method[], context: AdvanceContext): CodeCheck {
  let isReplay = false;
  for (const device of oathDevices(methods, context)) {
    const check = checkOneOath(typed, device, context);
    if (check.kind === 'oath' || check.kind === 'oath_with_pin') return check;
    isReplay ||= check.kind === 'replayed';
  }
  return { kind: isReplay ? 'replayed' : 'wrong' };
}

type OathDevice = TotpAuthenticator | HotpAuthenticator;

function oathDevices(methods: readonly Method[], { user }: AdvanceContext): readonly OathDevice[] {
  const isUsable = (one: Authenticator): one is OathDevice =>
    (one.kind === 'totp' || one.kind === 'hotp') && one.state === 'active' && methods.includes(one.kind);
  return (user?.authenticators ?? []).filter(isUsable);
}

function checkOneOath(typed: string, device: OathDevice, context: AdvanceContext): CodeCheck {
  const isPinMode = context.user?.isOathPinMode === true;
  const parts = isPinMode ? splitPinAndCode(typed, device.digits) : { pin: '', code: typed };
  if (parts === undefined) return { kind: 'wrong' };
  const found =
    device.kind === 'totp' ? matchTotp(parts.code, device, context) : matchHotp(parts.code, device, context);
  if (found.kind !== 'match') return { kind: found.kind === 'replayed' ? 'replayed' : 'wrong' };
  const match: OathMatch = {
    method: device.kind,
    authenticatorId: device.id,
    value: found.value,
    driftSteps: found.driftSteps ?? 0,
  };
  return isPinMode ? { kind: 'oath_with_pin', match, pin: parts.pin } : { kind: 'oath', match };
}

function matchTotp(code: string, device: TotpAuthenticator, { facts, settings, now, timeStepsAfter }: AdvanceContext) {
  return verifyTotp(device, code, {
    now,
    windowSteps: settings.totpWindowSteps,
    lastAccepted: Math.max(facts.lastAccepted.get(device.id) ?? -1, device.lastAcceptedTimeStep),
    notBefore: timeStepsAfter,
  });
}

function matchHotp(code: string, device: HotpAuthenticator, { facts, settings }: AdvanceContext) {
  return verifyHotp(device, code, {
    lookAhead: settings.hotpLookAhead,
    lastAccepted: Math.max(facts.lastAccepted.get(device.id) ?? -1, device.lastAcceptedCounter),
  });
}

function checkRecoveryCode(typed: string, context: AdvanceContext): CodeCheck | undefined {
  const sets = (context.user?.authenticators ?? []).filter(
    (authenticator): authenticator is RecoveryCodesAuthenticator =>
      authenticator.kind === 'recovery_codes' && authenticator.state === 'active',
  );
  const code = sets.length === 0 ? undefined : normalizeRecoveryCode(typed);
  if (code === undefined) return undefined;
  const hash = context.hashRecoveryCode(code);
  for (const set of sets) {
    const found = set.codes.find((candidate) => candidate.hash.equals(hash));
    if (found !== undefined) return { kind: 'recovery_code', authenticatorId: set.id, codeId: found.id };
  }
  return undefined;
}
