import { Page, Tabs, useText } from '@countersign/ui-kit';
import { HistoryTab } from './history-tab.tsx';
import { SettingsCards } from './settings-screen.tsx';

/** Company settings, and what they were before. */
export function CompanyPage() {
  const t = useText();
  const title = t('config.company.title');
  return (
    <Page title={title} intro={t('config.company.intro')}>
      <Tabs
        label={title}
        items={[
          { id: 'now', label: t('config.tab.now'), content: <SettingsCards screen="company" /> },
          { id: 'history', label: t('config.tab.history'), content: <HistoryTab /> },
        ]}
      />
    </Page>
  );
}
