import { beforeEach, describe, expect, it } from '@jest/globals';
import { SecretBytes } from '@countersign/errors';
import { type Delivery, DeliverMessage } from './deliver-message.use-case.ts';
import type { DeliveryReport } from './ports/delivery-reporter.ts';
import type { MessageProvider, OutgoingMessage, ProviderOutcome } from './ports/message-provider.ts';

const startedAt = Date.UTC(2026, 0, 1);
const accepted: ProviderOutcome = { kind: 'accepted' };
const unreachable: ProviderOutcome = { kind: 'unreachable', detail: 'ECONNREFUSED' };
const refused: ProviderOutcome = { kind: 'refused', detail: 'HTTP status 400' };

class ScriptedProvider implements MessageProvider {
  readonly channel: 'text_message' | 'mail';
  readonly timeoutMilliseconds = 1_000;
  readonly name: string;
  readonly sent: OutgoingMessage[] = [];
  answer: ProviderOutcome | Error;
  onSend: () => void = () => undefined;

  constructor(name: string, answer: ProviderOutcome | Error, channel: 'text_message' | 'mail' = 'text_message') {
    this.name = name;
    this.answer = answer;
    this.channel = channel;
  }

  async send(message: OutgoingMessage): Promise<ProviderOutcome> {
    this.sent.push(message);
    this.onSend();
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }
}

function aDelivery(over: Partial<Delivery> = {}): Delivery {
  return {
    deliveryId: '018f0000-0000-7000-8000-000000000001',
    authenticationId: 'authentication',
    userId: '018f0000-0000-7000-8000-000000000002',
    channel: 'text_message',
    recipient: '+41791234567',
    text: SecretBytes.fromText('Your code is 123456'),
    language: 'en',
    expiresAt: startedAt + 300_000,
    ...over,
  };
}

describe('DeliverMessage', () => {
  let now: number;
  let reports: { report: DeliveryReport; giveUpAt: number }[];
  let counted: string[];

  beforeEach(() => {
    now = startedAt;
    reports = [];
    counted = [];
  });

  const deliverBy = (...providers: readonly MessageProvider[]): DeliverMessage =>
    new DeliverMessage({
      providers,
      clock: { now: () => now },
      reporter: {
        report: async (report, giveUpAt) => {
          reports.push({ report, giveUpAt });
          return true;
        },
      },
      meter: {
        delivered: (channel, outcome) => counted.push(`${channel} ${outcome}`),
        attempted: (provider, outcome) => counted.push(`${provider} ${outcome}`),
      },
      breaker: { failures: 2, pauseMilliseconds: 30_000 },
    });

  it('hands the message to the first provider and reports so', async () => {
    const [first, second] = [new ScriptedProvider('first', accepted), new ScriptedProvider('second', accepted)];
    await deliverBy(first, second).execute(aDelivery());
    expect(first.sent).toMatchObject([{ recipient: '+41791234567', language: 'en' }]);
    expect(second.sent).toEqual([]);
    expect(reports).toMatchObject([
      { report: { outcome: 'sent', provider: 'first', attempts: [{ provider: 'first', outcome: 'accepted' }] } },
    ]);
    expect(counted).toEqual(['first accepted', 'text_message sent']);
  });

  it.each([
    ['does not answer', unreachable],
    ['does not want the message', refused],
    ['has a fault', new TypeError('fault with +41791234567')],
  ])('goes on to the next provider when one %s', async (_, answer) => {
    const second = new ScriptedProvider('second', accepted);
    const report = await deliverBy(new ScriptedProvider('first', answer), second).execute(aDelivery());
    expect(report).toMatchObject({ outcome: 'sent', provider: 'second' });
    expect(report.attempts.map(({ provider }) => provider)).toEqual(['first', 'second']);
    expect(JSON.stringify(report)).not.toContain('41791234567');
  });

  it('says in words why nobody took it', async () => {
    const report = await deliverBy(
      new ScriptedProvider('first', unreachable),
      new ScriptedProvider('second', refused),
    ).execute(aDelivery());
    expect(report).toMatchObject({
      outcome: 'failed',
      provider: '',
      detail: 'first unreachable: ECONNREFUSED; second refused: HTTP status 400',
    });
    expect(JSON.stringify(report)).not.toContain('123456');
  });

  it('does not send a code that has expired', async () => {
    const provider = new ScriptedProvider('first', accepted);
    const report = await deliverBy(provider).execute(aDelivery({ expiresAt: startedAt }));
    expect(report).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('expired'), attempts: [] });
    expect(provider.sent).toEqual([]);
  });

  it('stops at the expiry between two providers', async () => {
    const [first, second] = [new ScriptedProvider('first', unreachable), new ScriptedProvider('second', accepted)];
    first.onSend = () => {
      now += 400_000;
    };
    const report = await deliverBy(first, second).execute(aDelivery());
    expect(report).toMatchObject({ outcome: 'failed', attempts: [{ provider: 'first', milliseconds: 400_000 }] });
    expect(second.sent).toEqual([]);
  });

  it('asks only providers of the channel', async () => {
    const [mail, text] = [new ScriptedProvider('mail', accepted, 'mail'), new ScriptedProvider('text', accepted)];
    await deliverBy(mail, text).execute(aDelivery());
    expect([mail.sent.length, text.sent.length]).toEqual([0, 1]);
    const report = await deliverBy(text).execute(aDelivery({ channel: 'mail' }));
    expect(report).toMatchObject({ outcome: 'failed', detail: 'no provider is configured for mail' });
  });

  it('leaves out a provider that failed repeatedly, and tries it again after a pause', async () => {
    const [first, second] = [new ScriptedProvider('first', unreachable), new ScriptedProvider('second', accepted)];
    const deliver = deliverBy(first, second);
    for (let round = 0; round < 4; round++) await deliver.execute(aDelivery());
    expect([first.sent.length, second.sent.length]).toEqual([2, 4]);
    expect(reports.at(-1)?.report.attempts[0]).toMatchObject({ provider: 'first', outcome: 'skipped' });

    now += 30_000;
    first.answer = accepted;
    expect(await deliver.execute(aDelivery())).toMatchObject({ provider: 'first' });
  });

  it('does not hold a refused message against the provider', async () => {
    const first = new ScriptedProvider('first', refused);
    const deliver = deliverBy(first);
    for (let round = 0; round < 5; round++) await deliver.execute(aDelivery());
    expect(first.sent).toHaveLength(5);
  });

  it('reports a text that could not be unsealed', async () => {
    const provider = new ScriptedProvider('first', accepted);
    const problem = 'the text could not be unsealed: altered';
    expect(await deliverBy(provider).execute(aDelivery({ text: undefined, problem }))).toMatchObject({
      outcome: 'failed',
      detail: problem,
    });
    expect(provider.sent).toEqual([]);
  });

  it('lets the report be repeated until the code expires, and a minute at least', async () => {
    const deliver = deliverBy(new ScriptedProvider('first', accepted));
    await deliver.execute(aDelivery());
    await deliver.execute(aDelivery({ expiresAt: startedAt + 1_000 }));
    expect(reports.map(({ giveUpAt }) => giveUpAt)).toEqual([startedAt + 300_000, startedAt + 60_000]);
  });
});
