import { Badge, Banner, Card as CardBox, Cluster, Muted, Page, Stack, useText } from '@countersign/ui-kit';
import { SettingsCards } from './settings-screen.tsx';
import { type Card, type Draft, shownValue, type Value } from './types.ts';
import { useChoiceText } from './words.ts';

/** What people may do in the portal, with the portal as they would see it. */
export function PortalPage() {
  const t = useText();
  return (
    <Page title={t('config.portal.title')} intro={t('config.portal.intro')}>
      <SettingsCards
        screen="portal"
        aside={(cards, state) => <PortalPreview settings={valuesOf(cards, state.draft)} />}
      />
    </Page>
  );
}

type Values = ReadonlyMap<string, Value>;

function valuesOf(cards: readonly Card[], draft: Draft): Values {
  return new Map(cards.flatMap(({ settings }) => settings).map((setting) => [setting.key, shownValue(setting, draft)]));
}

/** The portal of a made-up person, under the settings as they stand in the form: saved or not. */
function PortalPreview({ settings }: { settings: Values }) {
  const t = useText();
  const choice = useChoiceText();
  const is = (name: string) => settings.get(`portal.${name}`) === true;
  const methods = is('enrollment_allowed') ? (settings.get('portal.methods') as readonly string[]) : [];
  const actions = [
    is('method_selection_allowed') && t('config.portal.chooseDefault'),
    is('phone_change_allowed') && t('config.portal.changePhones'),
    is('pin_change_allowed') && t('config.portal.changePin'),
    is('recovery_codes_allowed') && t('config.portal.makeCodes'),
    is('language_selection_allowed') && t('config.portal.chooseLanguages'),
    is('bypass_allowed') && t('config.portal.skipOnce'),
  ].filter((each) => each !== false);
  return (
    <CardBox title={t('config.portal.preview')}>
      <Stack>
        <Muted>{t('config.portal.previewText')}</Muted>
        <strong>{String(settings.get('portal.organisation') || t('config.portal.noOrganisation'))}</strong>
        <ul aria-label={t('config.portal.previewMethods')}>
          {methods.map((method) => (
            <li key={method}>{choice(method)}</li>
          ))}
        </ul>
        {methods.length === 0 && <p>{t('config.portal.noMethods')}</p>}
        <Cluster>
          {actions.map((action) => (
            <Badge key={action}>{action}</Badge>
          ))}
        </Cluster>
        {is('require_backup') && <p>{t('config.portal.backupRequired')}</p>}
        <Conflicts settings={settings} />
      </Stack>
    </CardBox>
  );
}

/** Options that cancel each other out, each with what follows. */
function Conflicts({ settings }: { settings: Values }) {
  const t = useText();
  const is = (name: string) => settings.get(`portal.${name}`) === true;
  const count = Number(settings.get('portal.questions_count'));
  const conflicts = [
    !is('enrollment_allowed') && is('require_backup') && t('config.conflict.backupWithoutEnrollment'),
    is('enrollment_allowed') &&
      (settings.get('portal.methods') as readonly string[]).length === 0 &&
      t('config.conflict.enrollmentWithoutMethods'),
    is('questions_fallback') && count === 0 && t('config.conflict.fallbackWithoutQuestions'),
    count > 0 && Number(settings.get('portal.questions_right')) > count && t('config.conflict.tooManyRight'),
    is('bypass_seconds_editable') && !is('bypass_allowed') && t('config.conflict.secondsWithoutBypass'),
  ].filter((each) => each !== false);
  return conflicts.map((conflict) => (
    <Banner key={conflict} tone="warning" isAnnounced>
      {conflict}
    </Banner>
  ));
}
