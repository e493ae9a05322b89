/** A way to sign in, as the server names it. */
export type MethodName = 'passkey' | 'totp' | 'hotp' | 'text_message' | 'recovery_code';

/** A question of the server, with everything that the page shows. */
export interface Prompt {
  readonly method: MethodName;
  readonly detail: string;
  readonly choices: readonly { readonly method: MethodName; readonly detail: string }[];
  readonly attemptsLeft: number;
  readonly expiresAt: string;
  readonly resendAt: string | null;
  readonly passkeyOptions: Readonly<Record<string, unknown>> | null;
  readonly problem: '' | 'wrong_code' | 'code_used' | 'code_expired' | 'not_sent';
  readonly hasPin: boolean;
  /** Length of the code; 0: none is typed. */
  readonly digits: number;
}

/** Where a sign-in stands. */
export interface Step {
  readonly kind: 'refused' | 'prompt' | 'signed_in' | 'enroll' | 'no_method' | 'over';
  readonly prompt: Prompt | null;
  readonly reference: string;
  readonly wasBypassed: boolean;
  readonly recoveryCodesLeft: number | null;
  readonly isPinChangeDue: boolean;
}

/** What answers a question. */
export type Answer = { readonly code: string } | { readonly passkey: Readonly<Record<string, unknown>> };
