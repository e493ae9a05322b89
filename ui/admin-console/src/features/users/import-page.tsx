import {
  Badge,
  Banner,
  Button,
  Card,
  Cluster,
  Page,
  ProblemView,
  Select,
  Stack,
  TextLink,
  useGo,
  useText,
  useToast,
} from '@countersign/ui-kit';
import { type ChangeEvent, useId, useState } from 'react';
import { useApiMutation } from '../../api.ts';
import { saveAs } from './files.ts';
import { base64Of, type CsvFile, errorsOf, readCsvFile, TEMPLATE, withoutLines } from './import-file.ts';
import { ImportTable, type PlanRow, PreviewTable } from './import-tables.tsx';

const ON_EXISTING = ['fail', 'skip', 'update'] as const;
type OnExisting = (typeof ON_EXISTING)[number];

interface Plan {
  readonly rows: readonly PlanRow[];
  readonly added: number;
  readonly updated: number;
  readonly skipped: number;
  readonly failed: number;
}

/** A08: users from a file: what it would do first, and what is right of it only after a choice. */
export function ImportPage() {
  const t = useText();
  const [file, setFile] = useState<CsvFile>();
  const [onExisting, setOnExisting] = useState<OnExisting>('fail');
  const [plan, setPlan] = useState<Plan>();
  const dryRun = useApiMutation('POST /api/users/import', { invalidates: [] });
  const choose = (chosen: CsvFile | undefined) => {
    setFile(chosen);
    setPlan(undefined);
  };
  const makePlan = async () => {
    if (!file) return;
    setPlan(await dryRun.mutateAsync({ body: { csvBase64: base64Of(file.text), isDryRun: true, onExisting } }));
  };
  return (
    <Page title={t('users.importTitle')} intro={<TextLink to="/users">{t('users.back')}</TextLink>}>
      <Stack>
        <Card>
          <Stack>
            <FileField onFile={choose} />
            <Select
              label={t('users.import.existing')}
              value={onExisting}
              onChange={(value) => {
                setOnExisting(ON_EXISTING.find((each) => each === value) ?? 'fail');
                setPlan(undefined);
              }}
              options={ON_EXISTING.map((value) => ({ value, label: t(`users.import.existing.${value}`) }))}
            />
            {file && <PreviewTable file={file} />}
            <Cluster>
              <Button
                kind="primary"
                onClick={() => void makePlan().catch(() => undefined)}
                isBusy={dryRun.isPending}
                disabledReason={!file && t('users.import.noFile')}
              >
                {t('users.import.plan')}
              </Button>
              <Button icon="download" onClick={() => saveAs('users-template.csv', TEMPLATE)}>
                {t('users.import.template')}
              </Button>
            </Cluster>
            {dryRun.error && <ProblemView problem={dryRun.error} />}
          </Stack>
        </Card>
        {file && plan && <PlanCard file={file} plan={plan} onExisting={onExisting} />}
      </Stack>
    </Page>
  );
}

function FileField({ onFile }: { onFile: (file: CsvFile | undefined) => void }) {
  const t = useText();
  const id = useId();
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.currentTarget.files ?? [];
    onFile(chosen ? await readCsvFile(chosen) : undefined);
  };
  return (
    <div>
      <label htmlFor={id}>{t('users.import.file')}</label>{' '}
      <input id={id} type="file" accept=".csv,.txt" onChange={(event) => void choose(event)} />
    </div>
  );
}

/** What would happen, line by line, and the button that makes it so. */
function PlanCard({ file, plan, onExisting }: { file: CsvFile; plan: Plan; onExisting: OnExisting }) {
  const t = useText();
  const go = useGo();
  const toast = useToast();
  const apply = useApiMutation('POST /api/users/import');
  const bad = plan.rows.filter(({ action }) => action === 'fail');
  const good = plan.added + plan.updated;
  const run = async () => {
    const csv = withoutLines(
      file,
      bad.map(({ line }) => line),
    );
    const done = await apply.mutateAsync({ body: { csvBase64: base64Of(csv), isDryRun: false, onExisting } });
    toast(t('users.import.done', { count: done.added + done.updated }));
    go('/users');
  };
  return (
    <Card title={t('users.import.planTitle')}>
      <Stack>
        <Cluster>
          <Badge tone="success">{t('users.import.added', { count: plan.added })}</Badge>
          <Badge>{t('users.import.updated', { count: plan.updated })}</Badge>
          <Badge>{t('users.import.skipped', { count: plan.skipped })}</Badge>
          <Badge tone={plan.failed > 0 ? 'danger' : 'neutral'}>
            {t('users.import.failed', { count: plan.failed })}
          </Badge>
        </Cluster>
        {bad.length > 0 && (
          <Banner
            tone="warning"
            action={
              <Button icon="download" onClick={() => saveAs('users-errors.csv', errorsOf(file, bad))}>
                {t('users.import.errors')}
              </Button>
            }
          >
            {t('users.import.badLines', { count: bad.length })}
          </Banner>
        )}
        <ImportTable rows={plan.rows} />
        {apply.error && <ProblemView problem={apply.error} />}
        <Cluster>
          <Button
            kind="primary"
            isBusy={apply.isPending}
            needsMaster
            disabledReason={good === 0 && t('users.import.nothing')}
            onClick={() => void run().catch(() => undefined)}
          >
            {bad.length > 0
              ? t('users.import.applyGood', { count: good, failed: bad.length })
              : t('users.import.apply', { count: good })}
          </Button>
        </Cluster>
      </Stack>
    </Card>
  );
}
