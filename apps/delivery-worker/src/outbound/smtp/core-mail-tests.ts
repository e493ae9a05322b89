import { mailRelayV1 } from '@countersign/contracts';
import type { RpcChannel } from '@countersign/rpc';
import { relaySettings } from './core-mail-relay.ts';
import { sendWithDialogue } from './mail-dialogue.ts';

const TEST_MILLISECONDS = 20_000;

/** Takes one test from the core, sends its mail, and reports the conversation; false when there was none. */
export async function takeMailTest(core: RpcChannel, now: () => number): Promise<boolean> {
  const client = core.client(mailRelayV1.MailRelayServiceDefinition);
  const test = await client.takeMailTest({});
  if (test.id === '') return false;
  const relay = relaySettings({ ...(await client.getMailRelay({})), isEnabled: true }, TEST_MILLISECONDS);
  if (relay === undefined) {
    const lines = [{ side: 'note', text: 'no mail server is set', milliseconds: 0 }];
    await client.reportMailTest({ id: test.id, isSent: false, lines });
    return true;
  }
  const { isSent, lines } = await sendWithDialogue(relay, test, now);
  await client.reportMailTest({ id: test.id, isSent, lines: [...lines] });
  return true;
}
