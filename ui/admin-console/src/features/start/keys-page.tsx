import { Card, Page, useText } from '@countersign/ui-kit';
import { KeyList } from '../../shell/key-list.tsx';

/** What can be done with the keyboard, and the switch for it. */
export function KeysPage() {
  const t = useText();
  return (
    <Page title={t('shell.keys.title')}>
      <Card>
        <KeyList />
      </Card>
    </Page>
  );
}
