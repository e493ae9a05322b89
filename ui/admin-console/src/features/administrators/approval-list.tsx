import {
  Badge,
  Button,
  Card,
  Cluster,
  ConfirmDialog,
  Countdown,
  EmptyState,
  Facts,
  QueryView,
  Stack,
  Time,
  useSession,
  useText,
  useToast,
} from '@countersign/ui-kit';
import { useState } from 'react';
import { useApiMutation, useApiQuery } from '../../api.ts';
import type { Approval } from './types.ts';

const EVERY_MILLISECONDS = 5000;
const TONES = {
  waiting: 'warning',
  approved: 'success',
  rejected: 'danger',
  expired: 'neutral',
  used: 'info',
} as const;

/** What waits for a second administrator, and what became of the rest. */
export function ApprovalList() {
  const t = useText();
  const [isPast, setPast] = useState(false);
  const approvals = useApiQuery(
    'GET /api/approvals',
    { query: { past: isPast ? 'yes' : 'no' } },
    { everyMilliseconds: EVERY_MILLISECONDS, keepsPrevious: true },
  );
  return (
    <Stack>
      <div>
        <Button aria-pressed={isPast} onClick={() => setPast(!isPast)}>
          {t('administrators.approvals.past')}
        </Button>
      </div>
      <QueryView query={approvals}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('administrators.approvals.none')} text={t('administrators.approvals.noneText')} />
          ) : (
            <Stack>
              {items.map((approval) => (
                <ApprovalCard key={approval.id} approval={approval} />
              ))}
            </Stack>
          )
        }
      </QueryView>
    </Stack>
  );
}

function ApprovalCard({ approval }: { approval: Approval }) {
  const t = useText();
  const { may } = useSession();
  const [asked, setAsked] = useState<'approve' | 'reject'>();
  const isWaiting = approval.state === 'waiting';
  const reason =
    (approval.isOwn && t('administrators.rule.own_request')) ||
    (!may('approval.decide') && t('administrators.approvals.forbidden'));
  return (
    <Card title={t(`administrators.approvals.kind.${approval.kind}`)}>
      <p>
        <Badge tone={TONES[approval.state]}>{t(`administrators.approvals.state.${approval.state}`)}</Badge>{' '}
        {isWaiting && <Countdown until={approval.expiresAt} />}
      </p>
      <Facts items={factsOf(approval, t)} />
      {isWaiting && (
        <Cluster>
          <Button kind="primary" needsMaster disabledReason={reason} onClick={() => setAsked('approve')}>
            {t('administrators.approvals.approve')}
          </Button>
          <Button kind="danger" needsMaster disabledReason={reason} onClick={() => setAsked('reject')}>
            {t('administrators.approvals.reject')}
          </Button>
        </Cluster>
      )}
      <DecideDialog approval={approval} asked={asked} onClose={() => setAsked(undefined)} />
    </Card>
  );
}

function factsOf(approval: Approval, t: ReturnType<typeof useText>) {
  const summary = Object.entries(approval.summary).map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  const decision =
    approval.decidedBy === ''
      ? []
      : ([
          [t('administrators.approvals.decidedBy'), approval.decidedBy],
          [t('administrators.approvals.decisionReason'), approval.decisionReason],
        ] as const);
  return [
    [t('administrators.approvals.requestedBy'), approval.requestedBy],
    [t('administrators.approvals.requestedAt'), <Time key="at" value={approval.requestedAt} />],
    [t('kit.confirm.reason'), approval.reason],
    ...summary,
    ...decision,
  ] as const;
}

function DecideDialog(props: { approval: Approval; asked: 'approve' | 'reject' | undefined; onClose: () => void }) {
  const t = useText();
  const toast = useToast();
  const { approval, asked, onClose } = props;
  const decide = useApiMutation('POST /api/approvals/:id/decide');
  const isApproved = asked === 'approve';
  return (
    <ConfirmDialog
      isOpen={asked !== undefined}
      onClose={onClose}
      level={1}
      title={t(isApproved ? 'administrators.approvals.approveTitle' : 'administrators.approvals.rejectTitle')}
      text={t(`administrators.approvals.kind.${approval.kind}`)}
      actionLabel={t(isApproved ? 'administrators.approvals.approve' : 'administrators.approvals.reject')}
      isDangerous={!isApproved}
      needsMaster
      onConfirm={async ({ reason }) => {
        await decide.mutateAsync({ params: { id: approval.id }, body: { isApproved, reason } });
        toast({ text: t(isApproved ? 'administrators.approvals.approved' : 'administrators.approvals.rejected') });
      }}
    />
  );
}
