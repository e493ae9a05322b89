import {
  Banner,
  Button,
  Card,
  Cluster,
  Form,
  LinkButton,
  Mono,
  Page,
  Stack,
  TextField,
  TextLink,
  useText,
} from '@countersign/ui-kit';
import { type ChangeEvent, useId, useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import { type ChosenFile, errorsCsv, readFile, saveAs, TEMPLATE } from './import-file.ts';
import styles from './tokens.module.css';
import type { Imported } from './types.ts';

const protectionSchema = z.object({
  preSharedKeyHex: z.string().check(z.maxLength(256)),
  passphrase: z.string().check(z.maxLength(1024)),
});

type Protection = z.infer<typeof protectionSchema>;

interface Planned {
  readonly file: ChosenFile;
  readonly protection: Protection;
  readonly plan: Imported;
}

/** Imports tokens: a file, a plan, and only then the deed. */
export function ImportPage() {
  const t = useText();
  const [planned, setPlanned] = useState<Planned>();
  const [added, setAdded] = useState<number>();
  return (
    <Page
      title={t('tokens.importTitle')}
      intro={planned ? <TextLink to="/tokens">{t('tokens.all')}</TextLink> : t('tokens.importIntro')}
    >
      {added !== undefined && <Done added={added} />}
      {added === undefined && !planned && <FileStep onPlanned={setPlanned} />}
      {added === undefined && planned && (
        <PlanStep planned={planned} onAgain={() => setPlanned(undefined)} onDone={setAdded} />
      )}
    </Page>
  );
}

function FileStep({ onPlanned }: { onPlanned: (planned: Planned) => void }) {
  const t = useText();
  const [file, setFile] = useState<ChosenFile>();
  const plan = useApiMutation('POST /api/tokens/import', { invalidates: [] });
  const submit = async (protection: Protection) => {
    if (!file) return;
    const { name: _name, text: _text, ...content } = file;
    const answer = await plan.mutateAsync({ body: { ...content, ...protection, dryRun: true } });
    onPlanned({ file, protection, plan: answer });
  };
  return (
    <Card>
      <Form
        schema={protectionSchema}
        defaults={{ preSharedKeyHex: '', passphrase: '' }}
        onSubmit={submit}
        submitLabel={t('tokens.import.plan')}
        disabledReason={!file && t('tokens.import.noFile')}
        needsMaster={false}
        hasDirtyGuard={false}
        actions={
          <Button icon="download" onClick={() => saveAs('token-template.csv', TEMPLATE)}>
            {t('tokens.import.template')}
          </Button>
        }
      >
        <FileField onFile={setFile} />
        {file?.format === 'pskc' && (
          <>
            <TextField name="preSharedKeyHex" type="password" label={t('tokens.import.key')} isOptional />
            <TextField name="passphrase" type="password" label={t('tokens.import.passphrase')} isOptional />
          </>
        )}
      </Form>
    </Card>
  );
}

function FileField({ onFile }: { onFile: (file: ChosenFile | undefined) => void }) {
  const t = useText();
  const id = useId();
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.currentTarget.files ?? [];
    onFile(chosen ? await readFile(chosen) : undefined);
  };
  return (
    <div className={styles.file}>
      <label htmlFor={id}>{t('tokens.import.file')}</label>
      <span id={`${id}-about`}>{t('tokens.import.fileAbout')}</span>
      <input
        id={id}
        type="file"
        accept=".csv,.txt,.xml,.pskc,.pskcxml"
        aria-describedby={`${id}-about`}
        onChange={(event) => void choose(event)}
      />
    </div>
  );
}

function PlanStep(props: { planned: Planned; onAgain: () => void; onDone: (added: number) => void }) {
  const t = useText();
  const { file, protection, plan } = props.planned;
  const good = plan.rows.length - plan.failed;
  const apply = useApiMutation('POST /api/tokens/import');
  const run = async () => {
    const { name: _name, text: _text, ...content } = file;
    const body = { ...content, ...protection, dryRun: false, skipFailed: plan.failed > 0 };
    props.onDone((await apply.mutateAsync({ body })).added);
  };
  const label =
    plan.failed > 0
      ? t('tokens.import.applyGood', { count: good, failed: plan.failed })
      : t('tokens.import.apply', { count: good });
  return (
    <Card title={t('tokens.import.planTitle')}>
      <Stack>
        <Banner tone={good > 0 ? 'success' : 'warning'} isAnnounced>
          {t('tokens.import.good', { count: good })}
        </Banner>
        {plan.failed > 0 && <Problems planned={props.planned} />}
        <Form
          schema={z.object({})}
          defaults={{}}
          onSubmit={run}
          submitLabel={label}
          disabledReason={good === 0 && t('tokens.import.good', { count: 0 })}
          hasDirtyGuard={false}
          actions={<Button onClick={props.onAgain}>{t('tokens.import.again')}</Button>}
        >
          {null}
        </Form>
      </Stack>
    </Card>
  );
}

function Problems({ planned: { file, plan } }: { planned: Planned }) {
  const t = useText();
  const bad = plan.rows.filter(({ problem }) => problem !== '');
  return (
    <>
      <Banner tone="warning">{t('tokens.import.bad', { count: plan.failed })}</Banner>
      <section className={styles.scroller} tabIndex={0} aria-label={t('tokens.import.problem')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('tokens.import.line')}</th>
              <th scope="col">{t('tokens.serial')}</th>
              <th scope="col">{t('tokens.import.problem')}</th>
            </tr>
          </thead>
          <tbody>
            {bad.map(({ line, serialNumber, problem }) => (
              <tr key={line}>
                <td>{line}</td>
                <td>
                  <Mono>{serialNumber}</Mono>
                </td>
                <td lang="en">{problem}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Cluster>
        <Button icon="download" onClick={() => saveAs('token-errors.csv', errorsCsv(plan, file))}>
          {t('tokens.import.errors')}
        </Button>
      </Cluster>
    </>
  );
}

function Done({ added }: { added: number }) {
  const t = useText();
  return (
    <Stack>
      <Banner tone="success" isAnnounced>
        {t('tokens.import.done', { count: added })}
      </Banner>
      <Cluster>
        <LinkButton to="/tokens" kind="primary">
          {t('tokens.import.toList')}
        </LinkButton>
      </Cluster>
    </Stack>
  );
}
