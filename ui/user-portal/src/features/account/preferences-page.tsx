import {
  Banner,
  Card,
  Form,
  Muted,
  Page,
  QueryView,
  RadioGroup,
  Select,
  setPreferences,
  type ApiAnswer,
  type Language,
  type Theme,
  useLanguage,
  useSession,
  useText,
  useToast,
} from '@countersign/ui-kit';
import type { PortalApi } from '@countersign/ui-kit/api/portal';
import * as z from 'zod/mini';
import { useApiMutation, useApiQuery } from '../../api.ts';

type Answer = ApiAnswer<PortalApi['GET /api/preferences']>;
type Values = Answer['preferences'];

const language = () => z.enum(['', 'en', 'fr']);
const schema = z.object({
  uiLanguage: language(),
  callLanguage: language(),
  textLanguage: language(),
  appLanguage: language(),
  oathLanguage: language(),
  theme: z.enum(['light', 'dark', 'system']),
  timeZone: z.string(),
});
const CHANNELS = ['uiLanguage', 'textLanguage', 'callLanguage', 'appLanguage', 'oathLanguage'] as const;

/** P17: a language for each channel, the colours, the time zone. Nothing is reloaded. */
export function PreferencesPage() {
  const t = useText();
  const query = useApiQuery('GET /api/preferences', {});
  return (
    <Page title={t('account.preferences.title')}>
      <QueryView query={query}>{(answer) => <PreferencesForm answer={answer} />}</QueryView>
    </Page>
  );
}

function PreferencesForm({ answer }: { answer: Answer }) {
  const t = useText();
  const toast = useToast();
  const { change } = useLanguage();
  const { refresh } = useSession();
  const set = useApiMutation('PUT /api/preferences');
  const own = t('account.preferences.company');
  const languages = [
    { value: '', label: own },
    { value: 'en', label: t('account.preferences.english') },
    { value: 'fr', label: t('account.preferences.french') },
  ];
  const save = async (values: Values) => {
    const saved = await set.mutateAsync({ body: values });
    setPreferences({ theme: saved.theme as Theme, timeZone: saved.timeZone });
    if (saved.uiLanguage !== '') await change(saved.uiLanguage as Language);
    await refresh();
    toast(t('account.preferences.saved'));
  };
  const fixed = !answer.canSelectLanguage && t('account.preferences.fixed');
  return (
    <Card>
      <Muted>
        {answer.maskedMail
          ? t('account.preferences.mail', { mail: answer.maskedMail })
          : t('account.preferences.noMail')}
      </Muted>
      {!answer.canSelectLanguage && <Banner>{t('account.preferences.fixed')}</Banner>}
      <Form schema={schema} defaults={answer.preferences} onSubmit={save} submitLabel={t('account.preferences.save')}>
        {CHANNELS.map((name) => (
          <Select
            key={name}
            name={name}
            label={t(`account.preferences.${name}`)}
            options={languages}
            readOnlyReason={fixed}
          />
        ))}
        <RadioGroup
          name="theme"
          label={t('kit.theme.label')}
          options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`kit.theme.${value}`) }))}
        />
        <Select
          name="timeZone"
          label={t('account.preferences.timeZone')}
          options={zones(t('account.preferences.browserZone'), answer.preferences.timeZone)}
        />
      </Form>
    </Card>
  );
}

function zones(browser: string, current: string) {
  const names = Intl.supportedValuesOf('timeZone');
  const all = current === '' || names.includes(current) ? names : [current, ...names];
  return [{ value: '', label: browser }, ...all.map((name) => ({ value: name, label: name.replaceAll('_', ' ') }))];
}
