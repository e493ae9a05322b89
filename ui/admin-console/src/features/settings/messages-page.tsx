import {
  Button,
  Card as CardBox,
  Cluster,
  Mono,
  Muted,
  Page,
  ProblemView,
  Stack,
  Tabs,
  TextArea,
  useText,
} from '@countersign/ui-kit';
import { SettingsCards } from './settings-screen.tsx';
import { changedIn, type Card, type Preview, type Setting, shownValue } from './types.ts';
import type { DraftState } from './use-draft.ts';
import { useSaveTexts } from './use-texts.ts';

/** Texts of messages and of RADIUS prompts, per language. */
export function MessagesPage() {
  const t = useText();
  return (
    <Page title={t('config.messages.title')} intro={t('config.messages.intro')}>
      <SettingsCards
        screen="messages"
        only={() => false}
        aside={(cards, state) => (
          <Tabs
            label={t('config.messages.title')}
            name="language"
            items={(['en', 'fr'] as const).map((language) => ({
              id: language,
              label: t(`config.choice.${language}`),
              content: <Texts cards={cards} state={state} language={language} />,
            }))}
          />
        )}
      />
    </Page>
  );
}

function Texts({ cards, state, language }: { cards: readonly Card[]; state: DraftState; language: 'en' | 'fr' }) {
  const settings = cards.flatMap((card) => card.settings).filter(({ key }) => key.endsWith(`.${language}`));
  return (
    <Stack>
      {settings.map((setting) => (
        <TextCard key={setting.key} setting={setting} state={state} />
      ))}
    </Stack>
  );
}

function TextCard({ setting, state }: { setting: Setting; state: DraftState }) {
  const t = useText();
  const { problem, isSaving, save } = useSaveTexts(state);
  const card: Card = { id: '', screen: '', settings: [setting], effect: null };
  const isChanged = changedIn(card, state.draft).length > 0;
  const refused = state.preview?.problem?.field === setting.key ? state.preview.problem.message : undefined;
  const text = state.preview?.texts.find(({ key }) => key === setting.key);
  return (
    <CardBox title={setting.description}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) void save([setting]);
        }}
      >
        <Stack>
          <TextArea
            label={t('config.messages.text')}
            description={setting.key.startsWith('text_message') ? t('config.messages.placeholders') : undefined}
            value={String(shownValue(setting, state.draft))}
            error={problem?.detail ?? refused}
            onChange={(value) => state.set(setting.key, value)}
          />
          {text && <Measured text={text} isMessage={setting.key.startsWith('text_message')} />}
          {problem && !problem.detail && <ProblemView problem={problem} />}
          <Cluster>
            <Button
              type="submit"
              kind="primary"
              needsMaster
              isBusy={isSaving}
              disabledReason={!isChanged && t('config.nothingChanged')}
            >
              {t('config.save')}
            </Button>
            <Button
              disabledReason={setting.isDefault && !isChanged && t('config.texts.isDefault')}
              onClick={() => state.set(setting.key, setting.isDefault ? setting.value : null)}
            >
              {t('config.texts.reset')}
            </Button>
          </Cluster>
        </Stack>
      </form>
    </CardBox>
  );
}

/** How a text reads with a made-up code in it, and what it costs. */
function Measured({ text, isMessage }: { text: Preview['texts'][number]; isMessage: boolean }) {
  const t = useText();
  return (
    <div role="status">
      <p>
        {t('config.messages.preview')} <Mono>{text.sample}</Mono>
      </p>
      <Muted>
        {isMessage
          ? t(`config.messages.${text.encoding}`, { units: text.units, segments: text.segments })
          : t('config.messages.octets', { octets: text.octets })}
      </Muted>
    </div>
  );
}
