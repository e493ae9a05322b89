import {
  type ApiAnswer,
  Badge,
  type Column,
  ConfirmDialog,
  DataTable,
  type MenuItem,
  Page,
  TextLink,
  Time,
  useSession,
  useText,
  useToast,
  useZoneName,
} from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';
import { useState } from 'react';
import { useApiList, useApiMutation } from '../../api.ts';

type Report = ApiAnswer<ConsoleApi['GET /api/fraud-reports']>['items'][number];
interface Review {
  readonly report: Report;
  readonly verdict: 'mistake' | 'real';
}

/** A13: what users reported, and what became of it. */
export function FraudPage() {
  const t = useText();
  const [review, setReview] = useState<Review>();
  const list = useApiList('GET /api/fraud-reports', {}, { everyMilliseconds: 5_000 });
  const isAllowed = useSession().may('fraud.review');
  const menu = (report: Report): readonly MenuItem[] => {
    if (report.verdict !== '') return [];
    const disabledReason = !isAllowed && t('kit.forbidden.text');
    const choose = (verdict: Review['verdict']) => () => setReview({ report, verdict });
    return [
      { label: t('standings.fraud.mistake'), onSelect: choose('mistake'), disabledReason, needsMaster: true },
      {
        label: t('standings.fraud.real'),
        onSelect: choose('real'),
        disabledReason,
        needsMaster: true,
        isDangerous: true,
      },
    ];
  };
  return (
    <Page title={t('standings.fraud.title')} intro={t('standings.fraud.intro')}>
      <DataTable
        label={t('standings.fraud.title')}
        list={list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        rowName={({ userName, reportedAt }) => `${userName} ${reportedAt}`}
        menu={menu}
        empty={{ title: t('standings.fraud.empty') }}
      />
      {review && <ReviewDialog review={review} onClose={() => setReview(undefined)} />}
    </Page>
  );
}

function useColumns(): readonly Column<Report>[] {
  const t = useText();
  const zone = useZoneName();
  const verdict = (word: string) =>
    word === 'mistake' ? t('standings.fraud.verdict.mistake') : t('standings.fraud.verdict.real');
  return [
    {
      id: 'user',
      header: t('standings.user'),
      cell: ({ userId, userName }) => <TextLink to={`/users/${userId}`}>{userName}</TextLink>,
    },
    { id: 'at', header: t('standings.at', { zone }), cell: ({ reportedAt }) => <Time value={reportedAt} /> },
    { id: 'channel', header: t('standings.fraud.channel'), cell: ({ channel }) => channel },
    {
      id: 'attempts',
      header: t('standings.fraud.attempts'),
      cell: ({ attemptsBefore, signInId }) =>
        signInId === '' ? attemptsBefore : <TextLink to={`/sign-ins/${signInId}`}>{String(attemptsBefore)}</TextLink>,
    },
    {
      id: 'verdict',
      header: t('standings.fraud.verdict'),
      cell: (report) =>
        report.verdict === '' ? (
          <Badge tone="warning">{t('standings.fraud.open')}</Badge>
        ) : (
          <Badge tone={report.verdict === 'real' ? 'danger' : 'success'}>{verdict(report.verdict)}</Badge>
        ),
    },
    { id: 'by', header: t('standings.by'), cell: ({ reviewedBy }) => reviewedBy },
    { id: 'reason', header: t('standings.reason'), cell: ({ note, reviewNote }) => reviewNote || note },
  ];
}

function ReviewDialog({ review: { report, verdict }, onClose }: { review: Review; onClose: () => void }) {
  const t = useText();
  const toast = useToast();
  const send = useApiMutation('POST /api/fraud-reports/:id/review');
  const user = report.userName;
  const isReal = verdict === 'real';
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={isReal ? t('standings.fraud.realTitle', { user }) : t('standings.fraud.mistakeTitle', { user })}
      text={isReal ? t('standings.fraud.realText') : t('standings.fraud.mistakeText')}
      actionLabel={isReal ? t('standings.fraud.real') : t('standings.fraud.mistake')}
      level={isReal ? 2 : 1}
      typedWord={user}
      isDangerous={isReal}
      needsMaster
      onConfirm={async ({ reason }) => {
        await send.mutateAsync({ params: { id: report.id }, body: { verdict, note: reason } });
        toast(t('standings.fraud.reviewed', { user }));
      }}
    />
  );
}
