import { Page, Tabs, useText } from '@countersign/ui-kit';
import { MailServerTab } from './mail-server-tab.tsx';
import { MailTextsTab } from './mail-texts-tab.tsx';

/** The mail server, and what mails say. */
export function MailPage() {
  const t = useText();
  const title = t('config.mail.title');
  return (
    <Page title={title} intro={t('config.mail.intro')}>
      <Tabs
        label={title}
        items={[
          { id: 'server', label: t('config.mail.server'), content: <MailServerTab /> },
          { id: 'templates', label: t('config.mail.templates'), content: <MailTextsTab /> },
        ]}
      />
    </Page>
  );
}
