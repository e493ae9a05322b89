import { maskPhone, type Method, methodsOf, type User } from '@countersign/domain';

/** A method that the person may choose, with what tells it from others. */
export interface MethodChoice {
  readonly method: Method;
  /** Masked; empty: there is nothing to tell. */
  readonly detail: string;
}

const PROMPT_MILLISECONDS = 60_000;

/** What the person can prove something by: their own choice first, a recovery code last. */
export function choicesOf(user: User): readonly MethodChoice[] {
  const isFirst = (method: Method): number => (method === user.defaultMethod && method !== 'recovery_code' ? 0 : 1);
  return methodsOf(user)
    .toSorted((one, other) => isFirst(one) - isFirst(other))
    .map((method) => ({ method, detail: detailOf(user, method) }));
}

/** What tells the person which device is meant. */
export function detailOf(user: User, method: Method): string {
  if (method !== 'text_message') return '';
  const phone = user.authenticators.find((one) => one.kind === 'phone' && one.state === 'active');
  return phone?.kind === 'phone' ? maskPhone(phone.phone) : '';
}

const SENT_DIGITS = 6;
const RECOVERY_CHARACTERS = 12;

/** How long a code is, so that the page knows when it is complete. */
export function digitsOf(user: User, method: Method): number {
  switch (method) {
    case 'passkey':
      return 0;
    case 'text_message':
      return SENT_DIGITS;
    case 'recovery_code':
      return RECOVERY_CHARACTERS;
    default:
      return Math.max(...user.authenticators.map((one) => (one.kind === method ? one.digits : SENT_DIGITS)));
  }
}

/** `PublicKeyCredentialRequestOptionsJSON` for the passkeys of one user. */
export function passkeyOptions(user: User, challenge: string, host: string): string {
  const allowCredentials = user.authenticators.flatMap((one) =>
    one.kind === 'passkey' && one.state === 'active'
      ? [{ id: one.credentialId, type: 'public-key', transports: one.transports }]
      : [],
  );
  return JSON.stringify({
    challenge,
    rpId: host,
    allowCredentials,
    userVerification: 'preferred',
    timeout: PROMPT_MILLISECONDS,
  });
}

/** The same for whoever comes without a name: any passkey of this site, and the device must make sure who holds it. */
export function anyPasskeyOptions(challenge: string, host: string): string {
  return JSON.stringify({ challenge, rpId: host, userVerification: 'required', timeout: PROMPT_MILLISECONDS });
}
