import { mailRelayV1 } from '@countersign/contracts';
import { SecretBytes } from '@countersign/errors';
import type { RpcChannel, RpcClient } from '@countersign/rpc';
import type { MessageProvider, OutgoingMessage, ProviderOutcome } from '../../application/ports/message-provider.ts';
import { MailRelay, type MailRelaySettings } from './mail-relay.ts';

/** The mail server that an administrator set in the console; asked for with every mail, so that a change holds at once. */
export class CoreMailRelay implements MessageProvider {
  readonly name = 'mail_server';
  readonly channel = 'mail';
  readonly timeoutMilliseconds = 20_000;
  readonly #client: RpcClient<typeof mailRelayV1.MailRelayServiceDefinition>;

  constructor(core: RpcChannel) {
    this.#client = core.client(mailRelayV1.MailRelayServiceDefinition);
  }

  async send(message: OutgoingMessage, signal: AbortSignal): Promise<ProviderOutcome> {
    const relay = relaySettings(await this.#client.getMailRelay({}, { signal }), this.timeoutMilliseconds);
    // Not a fault of the way: the next provider is asked, and this one again next time.
    if (relay === undefined) return { kind: 'refused', detail: 'no mail server is set in the console' };
    return await new MailRelay(relay).send(message, signal);
  }
}

const USUAL_PORTS: Readonly<Record<MailRelaySettings['security'], number>> = { tls: 465, starttls: 587, none: 25 };

/** What the console set as a relay; undefined: nothing, or mails are turned off. */
export function relaySettings(
  relay: mailRelayV1.GetMailRelayResponse,
  timeoutMilliseconds: number,
): MailRelaySettings | undefined {
  const { isEnabled, host, port, user, password, from } = relay;
  if (!isEnabled || host === '' || from === '') return undefined;
  const security = relay.security === 'tls' || relay.security === 'none' ? relay.security : 'starttls';
  return {
    ...{ host, security, from, timeoutMilliseconds },
    name: 'mail_server',
    channel: 'mail',
    port: port === 0 ? USUAL_PORTS[security] : port,
    authorities: undefined,
    account: user === '' ? undefined : { user, password: SecretBytes.fromText(password) },
    addressTemplate: undefined,
    subject: { en: 'Countersign', fr: 'Countersign' },
  };
}
