import {
  Badge,
  Button,
  Card as CardBox,
  Cluster,
  Mono,
  Muted,
  ProblemView,
  Select,
  Stack,
  TextArea,
  TextField,
  useText,
} from '@countersign/ui-kit';
import { useState } from 'react';
import { SettingsCards } from './settings-screen.tsx';
import { changedIn, type Card, type Preview, type Setting, shownValue } from './types.ts';
import type { DraftState } from './use-draft.ts';
import { useSaveTexts } from './use-texts.ts';

interface Template {
  readonly subject: string;
  readonly text: string;
}

/** What mails say, by what they are about and by language, with a mail as somebody would get it. */
export function MailTextsTab() {
  return (
    <SettingsCards
      screen="mail"
      only={() => false}
      aside={(cards, state) => <Templates card={cards.find(({ id }) => id === 'mail_texts')} state={state} />}
    />
  );
}

function Templates({ card, state }: { card: Card | undefined; state: DraftState }) {
  const t = useText();
  const [key, setKey] = useState(card?.settings[0]?.key ?? '');
  const setting = card?.settings.find((each) => each.key === key);
  if (card === undefined || setting === undefined) return null;
  const own = card.settings.filter(({ isDefault }) => !isDefault).length;
  return (
    <Stack>
      <Select
        label={t('config.mail.which')}
        value={key}
        options={card.settings.map((each) => ({ value: each.key, label: each.description }))}
        onChange={setKey}
      />
      <Cluster>
        <Badge>{t('config.mail.ownCount', { own, all: card.settings.length })}</Badge>
        {!setting.isDefault && <Badge tone="info">{t('config.mail.isOwn')}</Badge>}
      </Cluster>
      <TemplateCard key={key} setting={setting} state={state} />
    </Stack>
  );
}

function TemplateCard({ setting, state }: { setting: Setting; state: DraftState }) {
  const t = useText();
  const { problem, isSaving, save } = useSaveTexts(state);
  const template = shownValue(setting, state.draft) as unknown as Template;
  const isChanged = changedIn({ id: '', screen: '', settings: [setting], effect: null }, state.draft).length > 0;
  const refused = state.preview?.problem?.field === setting.key ? state.preview.problem.message : undefined;
  const change = (part: Partial<Template>) => state.set(setting.key, { ...template, ...part });
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
          <TextField
            label={t('config.mail.subject')}
            value={template.subject}
            onChange={(subject) => change({ subject })}
            hasSpellCheck
          />
          <TextArea
            label={t('config.mail.text')}
            description={t('config.mail.values')}
            rows={12}
            value={template.text}
            error={problem?.detail ?? refused}
            onChange={(text) => change({ text })}
          />
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
          <Sample text={state.preview?.texts.find(({ key }) => key === setting.key)} />
        </Stack>
      </form>
    </CardBox>
  );
}

/** Mails are plain text, so the sample is shown as text: nothing in it can become part of this page. */
function Sample({ text }: { text: Preview['texts'][number] | undefined }) {
  const t = useText();
  if (text === undefined) return <Muted>{t('config.mail.sampleLater')}</Muted>;
  return (
    <section aria-label={t('config.mail.sample')} role="status">
      <strong>{text.subject}</strong>
      {text.sample.split('\n').map((line, index) => (
        // Lines have no other identity than their place.
        <p key={index}>{line === '' ? ' ' : <Mono>{line}</Mono>}</p>
      ))}
    </section>
  );
}
