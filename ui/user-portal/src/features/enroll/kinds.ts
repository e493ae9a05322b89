import type { ApiAnswer, IconName } from '@countersign/ui-kit';
import type { PortalApi } from '@countersign/ui-kit/api/portal';

/** What may be enrolled now. */
export type EnrollmentOptions = ApiAnswer<PortalApi['GET /api/enrollment']>;
/** How an enrollment ended. */
export type EnrollmentOutcome = ApiAnswer<PortalApi['POST /api/enrollment/phone/confirm']>;

/** How a kind looks and where its page is. Kinds that this version has no page for are not shown. */
export const KINDS: Readonly<
  Record<string, { readonly icon: IconName; readonly path: string; readonly needsSmartphone: boolean }>
> = {
  passkey: { icon: 'shield', path: 'passkey', needsSmartphone: false },
  totp: { icon: 'phone', path: 'app', needsSmartphone: true },
  phone: { icon: 'message', path: 'phone', needsSmartphone: false },
  token: { icon: 'key', path: 'token', needsSmartphone: false },
};
