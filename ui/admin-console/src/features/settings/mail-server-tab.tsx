import { Stack } from '@countersign/ui-kit';
import { SettingsCards } from './settings-screen.tsx';

/** Which server takes our mails. */
export function MailServerTab() {
  return (
    <Stack>
      <SettingsCards screen="mail" only={({ id }) => id === 'mail_server'} />
    </Stack>
  );
}
