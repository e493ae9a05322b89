import type { CompanySettings, EnrollableKind } from '@countersign/domain';

/** What the company lets people do, as pages need it. */
export interface PortalPolicy {
  readonly canEnroll: boolean;
  readonly canSelectMethod: boolean;
  readonly canChangePhone: boolean;
  readonly canSelectLanguage: boolean;
  readonly canBypass: boolean;
  readonly canEditBypassSeconds: boolean;
  readonly bypassSeconds: number;
  readonly kinds: readonly EnrollableKind[];
  readonly hasRecoveryCodes: boolean;
  readonly questions: number;
  readonly hasPin: boolean;
  readonly promptsBackup: boolean;
  readonly helpContact: string;
}

/** Best first: what no fraud page can ask for, what needs no network, what everybody has. */
const ORDER: readonly EnrollableKind[] = ['passkey', 'totp', 'token', 'phone'];

/** The policy in force. */
export function portalPolicy({ portal, oneTimeBypassSeconds }: CompanySettings): PortalPolicy {
  const allowed = ORDER.filter((kind) => portal.methods.includes(kind));
  return {
    canEnroll: portal.isEnrollmentAllowed,
    canSelectMethod: portal.isMethodSelectionAllowed,
    canChangePhone: portal.isPhoneChangeAllowed,
    canSelectLanguage: portal.isLanguageSelectionAllowed,
    canBypass: portal.isBypassAllowed,
    canEditBypassSeconds: portal.areBypassSecondsEditable,
    bypassSeconds: oneTimeBypassSeconds,
    kinds: portal.isEnrollmentAllowed ? allowed : [],
    hasRecoveryCodes: portal.areRecoveryCodesAllowed,
    questions: portal.questions.count,
    hasPin: portal.isPinChangeAllowed,
    promptsBackup: portal.promptsBackup,
    helpContact: portal.helpContact,
  };
}

/** The kind of an authenticator that enrolling `kind` makes more of. */
export function storedKinds(kind: EnrollableKind): readonly string[] {
  if (kind === 'token') return ['totp', 'hotp'];
  return [kind];
}
