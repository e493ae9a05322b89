import { describe, expect, it } from '@jest/globals';
import type { SelfTestOrder, TrafficReport, TrafficSource, TrafficWishes } from './ports/traffic-reports.ts';
import { ReportTraffic } from './report-traffic.use-case.ts';

const nothing: TrafficWishes = { watched: [], tests: [], wantsEverything: false };
const order: SelfTestOrder = {
  ...{ id: 't1', clientId: 'c1', userName: '', password: Buffer.alloc(0), secret: Buffer.alloc(0) },
  patienceMilliseconds: 1000,
};

/** A source that writes down what it is told. */
function aSource(told: string[]): TrafficSource {
  return {
    changes: () => ({ clients: [] }),
    settle: () => told.push('settle'),
    forgetTold: () => told.push('forget'),
    packets: (key) => ({ key, packets: [] }),
    keepShown: (keys) => told.push(`shown ${keys.join()}`),
    runTest: async ({ id }) => ({ id, outcome: 'replied', packet: undefined, target: '' }),
  };
}

/** Runs until as many reports were sent as there are answers. */
async function reportsFor(answers: readonly (TrafficWishes | Error)[], told: string[]): Promise<TrafficReport[]> {
  const sent: TrafficReport[] = [];
  await new Promise<void>((resolve) => {
    const report = new ReportTraffic(
      {
        send: async (each) => {
          sent.push(each);
          const answer = answers[sent.length - 1] ?? nothing;
          if (sent.length > answers.length) {
            report.stop();
            resolve();
          }
          if (answer instanceof Error) throw answer;
          return answer;
        },
      },
      { everyMilliseconds: 1, onFailure: () => told.push('failed') },
    );
    report.execute(aSource(told));
  });
  return sent;
}

describe('ReportTraffic', () => {
  it('gives the packets of clients that somebody looks at', async () => {
    const sent = await reportsFor([{ ...nothing, watched: ['c1'] }], []);
    expect(sent.map(({ packetLists }) => packetLists.map(({ key }) => key))).toEqual([[], ['c1']]);
  });

  it('runs a test and tells its result until it was taken', async () => {
    const lost = new Error('nobody there');
    const sent = await reportsFor([{ ...nothing, tests: [order] }, nothing, lost, nothing], []);
    const told = sent.flatMap(({ testResults }) => testResults.map(({ id }) => id));
    expect(new Set(told)).toEqual(new Set(['t1']));
  });

  it('tells everything again when a report got lost, and when nobody knows the gateway', async () => {
    const told: string[] = [];
    await reportsFor([new Error('nobody there'), { ...nothing, wantsEverything: true }], told);
    expect(told.filter((each) => each === 'forget')).toHaveLength(2);
    expect(told).toContain('failed');
  });
});
