import { Card, Facts, Time, useText } from '@countersign/ui-kit';
import type { Client } from './types.ts';
import { useReason } from './words.ts';

/** What a client did since its gateways started. */
export function ClientNumbers({ client }: { client: Client }) {
  const t = useText();
  const reason = useReason();
  const { numbers } = client;
  const problem = numbers.lastProblem === '' ? t('nas.none') : reason(numbers.lastProblem);
  return (
    <Card title={t('nas.numbers')}>
      <Facts
        items={[
          [t('nas.numbers.requests'), `${numbers.requests}`],
          [t('nas.rate'), t('nas.perMinute', { count: numbers.requestsPerMinute })],
          ['Access-Accept', `${numbers.accepts}`],
          ['Access-Challenge', `${numbers.challenges}`],
          ['Access-Reject', `${numbers.rejects}`],
          [t('nas.numbers.dropped'), `${numbers.discards}`],
          [t('nas.numbers.repeats'), `${numbers.retransmissions}`],
          [t('nas.numbers.slowest'), t('nas.packets.milliseconds', { count: numbers.slowestReplyMilliseconds })],
          [t('nas.lastProblem'), problem],
          [t('nas.numbers.lastProblemAt'), <Time key="at" value={numbers.lastProblemAt} format="seconds" />],
        ]}
      />
    </Card>
  );
}
