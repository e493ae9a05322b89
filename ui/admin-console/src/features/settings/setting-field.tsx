import { Checkbox, NumberField, Select, TextArea, TextField, useText } from '@countersign/ui-kit';
import { type Draft, type Setting, shownValue, type Value } from './types.ts';
import { useChoiceText } from './words.ts';

/** Properties of {@link SettingField}. */
export interface SettingFieldProps {
  readonly setting: Setting;
  readonly draft: Draft;
  readonly error: string | undefined;
  readonly onChange: (value: Value) => void;
}

/** The field that fits a setting. Its label is the setting's own sentence, in the language of the page. */
export function SettingField({ setting, draft, error, onChange }: SettingFieldProps) {
  const value = shownValue(setting, draft);
  const { description: label, shape } = setting;
  const common = { label, error, description: useDefaultText(setting) };
  const choice = useChoiceText();
  switch (shape?.kind) {
    case 'whole_number':
      return (
        <NumberField
          {...common}
          value={value as number}
          minimum={shape.minimum}
          maximum={shape.maximum}
          onChange={(next) => onChange(next ?? null)}
        />
      );
    case 'flag':
      return <Checkbox {...common} value={value === true} onChange={onChange} />;
    case 'choice':
      return (
        <Select
          {...common}
          value={String(value)}
          options={shape.choices.map((each) => ({ value: each, label: choice(each) }))}
          onChange={onChange}
        />
      );
    case 'list':
      return shape.choices.length > 0 ? (
        <ChoiceList {...common} choices={shape.choices} value={value as string[]} onChange={onChange} />
      ) : (
        <TextArea
          {...common}
          isOptional
          value={(value as string[]).join('\n')}
          onChange={(text) => onChange(linesOf(text))}
        />
      );
    default:
      return <TextField {...common} isOptional value={String(value)} onChange={onChange} />;
  }
}

interface ChoiceListProps {
  readonly label: string;
  readonly description: string | undefined;
  readonly error: string | undefined;
  readonly choices: readonly string[];
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}

function ChoiceList({ label, choices, value, onChange, error }: ChoiceListProps) {
  const choice = useChoiceText();
  return (
    <fieldset>
      <legend>{label}</legend>
      {choices.map((each) => (
        <Checkbox
          key={each}
          label={choice(each)}
          value={value.includes(each)}
          onChange={(isOn) => onChange(choices.filter((one) => (one === each ? isOn : value.includes(one))))}
        />
      ))}
      {error && <p role="alert">{error}</p>}
    </fieldset>
  );
}

function useDefaultText({ defaultValue, isDefault, shape }: Setting): string | undefined {
  const t = useText();
  const choice = useChoiceText();
  if (isDefault || shape === null || shape.kind === 'flag' || shape.kind === 'list') return undefined;
  const text = shape.kind === 'choice' ? choice(String(defaultValue)) : String(defaultValue);
  return text === '' ? undefined : t('config.default', { value: text });
}

/** Empty lines stay while somebody types, and are left out when it is saved. */
function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return text.trim() === ''
    ? []
    : lines.filter((line, index) => line !== '' || index === lines.length - 1).filter(Boolean);
}
