import type { ApiAnswer, IconName } from '@countersign/ui-kit';
import type { PortalApi } from '@countersign/ui-kit/api/portal';

/** What the person has. */
export type Overview = ApiAnswer<PortalApi['GET /api/methods']>;
/** One method. */
export type OwnMethod = Overview['active'][number];

/** How a kind of method looks. */
export const METHOD_ICONS: Readonly<Record<string, IconName>> = {
  phone: 'message',
  totp: 'phone',
  hotp: 'key',
  token: 'key',
  passkey: 'shield',
  recovery_codes: 'list',
  security_questions: 'question',
  pin: 'key',
};

/** Where a method that is not a device is changed. */
export const CHANGE_PATHS: Readonly<Record<string, string>> = {
  recovery_codes: '/recovery-codes',
  security_questions: '/questions',
  pin: '/pin',
};

/** Where an enrollment that was begun goes on. */
export const PENDING_PATHS: Readonly<Record<string, string>> = {
  phone: '/methods/add/phone',
  totp: '/methods/add/app',
  passkey: '/methods/add/passkey',
};
