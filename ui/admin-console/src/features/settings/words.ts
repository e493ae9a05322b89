import { useText } from '@countersign/ui-kit';

const CHOICES: ReadonlySet<string> = new Set([
  'reject',
  'fallback',
  'en',
  'fr',
  'local',
  'directory',
  'tls',
  'starttls',
  'none',
  'passkey',
  'totp',
  'hotp',
  'token',
  'phone',
  'text_message',
  'recovery_code',
]);
const CARDS: ReadonlySet<string> = new Set([
  'lockout',
  'passwords',
  'codes',
  'text_messages',
  'pin',
  'exceptions',
  'names',
  'journal',
  'methods',
  'sessions',
  'portal_organisation',
  'portal_enrollment',
  'portal_bypass',
  'portal_questions',
  'portal_changes',
  'mail_server',
  'other',
]);

/** The words for a choice; what another release added is shown as it is. */
export function useChoiceText(): (choice: string) => string {
  const t = useText();
  return (choice) => (CHOICES.has(choice) ? t(`config.choice.${choice}`) : choice);
}

/** The title of a card. */
export function useCardTitle(): (id: string) => string {
  const t = useText();
  return (id) => t(`config.card.${CARDS.has(id) ? id : 'other'}`);
}
