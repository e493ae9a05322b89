import { Badge, type Column, Mono, TextLink, Time, useText, useZoneName } from '@countersign/ui-kit';
import type { Attempt } from './types.ts';
import { OUTCOME_TONES, useSignInWords } from './words.ts';

/** The columns of a list of sign-ins; the time leads to the story. */
export function useSignInColumns({ hasUser = true } = {}): readonly Column<Attempt>[] {
  const t = useText();
  const zone = useZoneName();
  const words = useSignInWords();
  const user: Column<Attempt> = { id: 'user', header: t('signIns.user'), cell: ({ userName }) => userName };
  return [
    {
      id: 'time',
      header: t('signIns.time', { zone }),
      cell: ({ id, endedAt }) => (
        <TextLink to={`/sign-ins/${id}`}>
          <Time value={endedAt} />
        </TextLink>
      ),
    },
    ...(hasUser ? [user] : []),
    {
      id: 'outcome',
      header: t('signIns.outcome'),
      cell: ({ outcome }) => <Badge tone={OUTCOME_TONES[outcome] ?? 'neutral'}>{words.outcome(outcome)}</Badge>,
    },
    {
      id: 'reason',
      header: t('signIns.reason'),
      cell: ({ outcome, reason, basis }) =>
        outcome === 'accepted' ? words.basis(basis) : reason === '' ? '' : words.cause(reason),
    },
    { id: 'application', header: t('signIns.application'), cell: ({ application }) => application },
    { id: 'method', header: t('signIns.method'), cell: ({ method }) => words.method(method) },
    { id: 'address', header: t('signIns.address'), cell: ({ clientAddress }) => <Mono>{clientAddress}</Mono> },
  ];
}
