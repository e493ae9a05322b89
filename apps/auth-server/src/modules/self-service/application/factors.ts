import type { Language, Method } from '@countersign/domain';
import { maskPhone } from '@countersign/domain';
import type { AuthenticatorSummary, ManagedUser } from '../../users/index.ts';

/** Kinds that prove who somebody is, day by day. Recovery codes are for the day when none is at hand. */
const PRIMARY_KINDS: ReadonlySet<string> = new Set(['phone', 'totp', 'hotp', 'passkey']);

/** Active methods other than recovery codes. */
export function primaryMethods(user: ManagedUser): readonly AuthenticatorSummary[] {
  return user.authenticators.filter(({ kind, state }) => PRIMARY_KINDS.has(kind) && state === 'active');
}

/** Everything that can prove something at this moment. */
export function provingFactors(user: ManagedUser): readonly AuthenticatorSummary[] {
  const codes = user.authenticators.filter(
    ({ kind, state, recoveryCodesLeft }) => kind === 'recovery_codes' && state === 'active' && recoveryCodesLeft > 0,
  );
  return [...primaryMethods(user), ...codes];
}

/** Whether this is the last method: without it nobody could sign in any more. */
export function isOnlyMethod(user: ManagedUser, id: string): boolean {
  const primary = primaryMethods(user);
  return primary.length === 1 && primary[0]?.id === id;
}

const METHOD_OF: Readonly<Record<string, Method>> = { phone: 'text_message', totp: 'totp', hotp: 'hotp' };

/** The method by which a kind answers a question of a sign-in; undefined: it cannot be asked for first. */
export function methodOfKind(kind: string): Method | undefined {
  return METHOD_OF[kind];
}

/** Codes that are left. */
export function recoveryCodesLeft(user: ManagedUser): number {
  return user.authenticators.reduce((sum, each) => sum + (each.state === 'active' ? each.recoveryCodesLeft : 0), 0);
}

/** A masked number, a serial number, or nothing. */
export function detailOf({ phone, serialNumber }: AuthenticatorSummary): string {
  return phone === undefined ? serialNumber : maskPhone(phone);
}

const KIND_NAMES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  phone: { en: 'text message', fr: 'SMS' },
  totp: { en: 'authenticator app', fr: 'application d’authentification' },
  hotp: { en: 'code generator', fr: 'générateur de codes' },
  passkey: { en: 'passkey', fr: 'clé d’accès' },
  recovery_codes: { en: 'recovery codes', fr: 'codes de récupération' },
};

/** What a notice calls a method: "text message +41 *******67". */
export function describe(kind: string, detail: string): Readonly<Record<Language, string>> {
  const names = KIND_NAMES[kind] ?? { en: kind, fr: kind };
  return { en: `${names.en} ${detail}`.trim(), fr: `${names.fr} ${detail}`.trim() };
}
