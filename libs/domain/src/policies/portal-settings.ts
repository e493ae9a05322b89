import type { SettingKey, SettingValue } from './company-settings-catalogue.ts';
import type { EnrollableKind } from './portal-settings-fields.ts';

/** What the company lets people do for themselves (product inventory 7.2). */
export interface PortalSettings {
  readonly organisation: string;
  /** Without a slash at its end; empty: not set. */
  readonly url: string;
  readonly helpContact: string;
  readonly isEnrollmentAllowed: boolean;
  readonly methods: readonly EnrollableKind[];
  readonly mostPerKind: number;
  readonly promptsBackup: boolean;
  readonly isBackupRequired: boolean;
  readonly isMethodSelectionAllowed: boolean;
  readonly isPhoneChangeAllowed: boolean;
  readonly isLanguageSelectionAllowed: boolean;
  readonly areRecoveryCodesAllowed: boolean;
  readonly isPinChangeAllowed: boolean;
  readonly isBypassAllowed: boolean;
  readonly areBypassSecondsEditable: boolean;
  readonly bypassLongestSeconds: number;
  /** 0: there is no grace. */
  readonly enrollmentGraceDays: number;
  readonly questions: {
    /** How many a person answers; 0: none. */
    readonly count: number;
    /** How many right ones open the portal. */
    readonly right: number;
    readonly isFallback: boolean;
    readonly offered: readonly string[];
    readonly own: readonly string[];
    readonly minimumLength: number;
  };
}

/** Reads the settings of the portal. */
export function portalSettings(read: <K extends SettingKey>(key: K) => SettingValue<K>): PortalSettings {
  return {
    organisation: read('portal.organisation'),
    url: read('portal.url'),
    helpContact: read('portal.help_contact'),
    isEnrollmentAllowed: read('portal.enrollment_allowed'),
    methods: read('portal.methods'),
    mostPerKind: read('portal.most_per_kind'),
    promptsBackup: read('portal.prompt_backup'),
    isBackupRequired: read('portal.require_backup'),
    isMethodSelectionAllowed: read('portal.method_selection_allowed'),
    isPhoneChangeAllowed: read('portal.phone_change_allowed'),
    isLanguageSelectionAllowed: read('portal.language_selection_allowed'),
    areRecoveryCodesAllowed: read('portal.recovery_codes_allowed'),
    isPinChangeAllowed: read('portal.pin_change_allowed'),
    isBypassAllowed: read('portal.bypass_allowed'),
    areBypassSecondsEditable: read('portal.bypass_seconds_editable'),
    bypassLongestSeconds: read('portal.bypass_longest_seconds'),
    enrollmentGraceDays: read('portal.enrollment_grace_days'),
    questions: {
      count: read('portal.questions_count'),
      right: read('portal.questions_right'),
      isFallback: read('portal.questions_fallback'),
      offered: read('portal.questions_offered'),
      own: read('portal.questions_own'),
      minimumLength: read('portal.questions_minimum_length'),
    },
  };
}
