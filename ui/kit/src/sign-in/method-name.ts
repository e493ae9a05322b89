import type { Translate } from '../text/catalogue.ts';
import type { MethodName } from './step.ts';

const NAMES = {
  passkey: 'signIn.method.passkey',
  totp: 'signIn.method.totp',
  hotp: 'signIn.method.hotp',
  text_message: 'signIn.method.textMessage',
  recovery_code: 'signIn.method.recoveryCode',
} as const satisfies Record<MethodName, string>;

/** What people call a way to sign in. */
export function methodName(t: Translate, method: MethodName, detail: string): string {
  return t(NAMES[method], { phone: detail });
}

const INTROS = {
  passkey: 'signIn.intro.passkey',
  totp: 'signIn.intro.totp',
  hotp: 'signIn.intro.hotp',
  text_message: 'signIn.intro.textMessage',
  recovery_code: 'signIn.intro.recoveryCode',
} as const satisfies Record<MethodName, string>;

/** What the person is to do now. */
export function methodIntro(t: Translate, method: MethodName, detail: string): string {
  return t(INTROS[method], { phone: detail });
}
