import { Card, Form, RadioGroup, Select, TextField, useGo, useLanguage, useText } from '@countersign/ui-kit';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import { type SetupState, STATE_ONLY } from './steps.ts';

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  language: z.enum(['en', 'fr']),
  timeZone: z.string().check(z.minLength(1)),
});

function timeZones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}

/** Name, language and time zone of the company. */
export function CompanyStep({ state }: { state: SetupState }) {
  const t = useText();
  const go = useGo();
  const { language } = useLanguage();
  const save = useApiMutation('PUT /api/setup/company', STATE_ONLY);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const defaults = {
    name: state.companyName,
    language: state.language === '' ? language : state.language,
    timeZone: state.timeZone === '' ? own : state.timeZone,
  } as const;
  return (
    <Card>
      <Form
        schema={schema}
        defaults={defaults as never}
        submitLabel={t('setup.next')}
        onSubmit={async (values) => {
          await save.mutateAsync({ body: values });
          go('/setup/administrator');
        }}
      >
        <TextField
          name="name"
          label={t('setup.company.name')}
          description={t('setup.company.nameAbout')}
          autoComplete="organization"
          maxLength={100}
        />
        <RadioGroup
          name="language"
          label={t('setup.company.language')}
          options={[
            { value: 'en', label: 'English' },
            { value: 'fr', label: 'Français' },
          ]}
        />
        <Select
          name="timeZone"
          label={t('setup.company.timeZone')}
          options={timeZones().map((zone) => ({ value: zone, label: zone }))}
        />
      </Form>
    </Card>
  );
}
