import {
  Banner,
  Button,
  Card,
  Checkbox,
  Cluster,
  Copy,
  LinkButton,
  Page,
  ProblemView,
  Stack,
  type ApiAnswer,
  useText,
  useTimeText,
} from '@countersign/ui-kit';
import type { PortalApi } from '@countersign/ui-kit/api/portal';
import { useState } from 'react';
import { useApiMutation, useApiQuery } from '../../api.ts';
import styles from './secrets.module.css';

type Codes = ApiAnswer<PortalApi['POST /api/recovery-codes']>;

/** P11: ten codes, shown this once. */
export function RecoveryCodesPage() {
  const t = useText();
  const { data } = useApiQuery('GET /api/methods', {});
  const create = useApiMutation('POST /api/recovery-codes');
  const has = data?.active.some(({ kind }) => kind === 'recovery_codes') ?? false;
  return (
    <Page title={t('secrets.codes.title')} intro={t('secrets.codes.intro')}>
      {create.data ? (
        <Shown codes={create.data} />
      ) : (
        <Card>
          {has && (
            <Banner tone="warning">{t('secrets.codes.replaces', { count: data?.recoveryCodesLeft ?? 0 })}</Banner>
          )}
          {create.error && <ProblemView problem={create.error} />}
          <Cluster>
            <Button kind="primary" needsMaster isBusy={create.isPending} onClick={() => create.mutate({})}>
              {t(has ? 'secrets.codes.again' : 'secrets.codes.make')}
            </Button>
            <LinkButton to="/methods">{t('kit.cancel')}</LinkButton>
          </Cluster>
        </Card>
      )}
    </Page>
  );
}

function Shown({ codes }: { codes: Codes }) {
  const t = useText();
  const say = useTimeText();
  const [isSaved, setSaved] = useState(false);
  const made = say(codes.createdAt ?? Date.now(), 'date');
  const head = t('secrets.codes.head', { user: codes.userName, organisation: codes.organisation, date: made });
  const text = [head, '', ...codes.codes].join('\n');
  return (
    <Stack>
      <Banner tone="warning" isAnnounced>
        {t('secrets.codes.once')}
      </Banner>
      <Card>
        <p className={styles.printOnly}>{head}</p>
        <ol className={styles.codes} aria-label={t('secrets.codes.title')}>
          {codes.codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <div className="no-print">
          <Stack>
            <Cluster>
              <Button icon="print" onClick={() => globalThis.print()}>
                {t('secrets.codes.print')}
              </Button>
              <Button icon="download" onClick={() => download(text)}>
                {t('secrets.codes.download')}
              </Button>
              <Copy text={codes.codes.join('\n')} label={t('secrets.codes.copy')} />
            </Cluster>
            <Checkbox label={t('secrets.codes.saved')} value={isSaved} onChange={setSaved} />
            {isSaved && (
              <LinkButton to="/methods" kind="primary">
                {t('secrets.codes.finish')}
              </LinkButton>
            )}
          </Stack>
        </div>
      </Card>
    </Stack>
  );
}

function download(text: string): void {
  const address = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'countersign-codes.txt';
  link.click();
  URL.revokeObjectURL(address);
}
