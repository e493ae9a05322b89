import type { SecretBytes } from '@countersign/errors';
import { createTransport, type Transporter } from 'nodemailer';
import type {
  Channel,
  MessageProvider,
  OutgoingMessage,
  ProviderOutcome,
} from '../../application/ports/message-provider.ts';

/** A mail server that relays for us, described by its configuration. */
export interface MailRelaySettings {
  readonly name: string;
  readonly channel: Channel;
  readonly host: string;
  readonly port: number;
  /** `tls`: from the start; `starttls`: required after the greeting; `none`: passwords and codes in clear. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly authorities: string | undefined;
  readonly account: { readonly user: string; readonly password: SecretBytes } | undefined;
  readonly from: string;
  /** `{number}@sms.example`: the address behind which a text message goes out; undefined: the recipient itself. */
  readonly addressTemplate: string | undefined;
  readonly subject: Readonly<Record<'en' | 'fr', string>>;
  readonly timeoutMilliseconds: number;
}

/** One mailbox, without anything that a mail program reads as a second one. */
const ADDRESS = /^[^\s@,;:<>()[\]"\\]+@[^\s@,;:<>()[\]"\\]+$/;

/** Plain mail, or text messages through a provider that takes them by mail. */
export class MailRelay implements MessageProvider {
  readonly #settings: MailRelaySettings;

  constructor(settings: MailRelaySettings) {
    this.#settings = settings;
  }

  get name(): string {
    return this.#settings.name;
  }

  get channel(): Channel {
    return this.#settings.channel;
  }

  get timeoutMilliseconds(): number {
    return this.#settings.timeoutMilliseconds;
  }

  async send(message: OutgoingMessage, signal: AbortSignal): Promise<ProviderOutcome> {
    const address = this.#addressOf(message.recipient);
    if (address === undefined) return { kind: 'refused', detail: 'the recipient is not an address to mail to' };
    const transport = createTransport(transportOptions(this.#settings));
    const giveUp = (): void => transport.close();
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      await Promise.race([this.#hand(transport, address, message), rejectedAt(signal)]);
      return { kind: 'accepted' };
    } catch (error) {
      return signal.aborted ? { kind: 'unreachable', detail: 'no answer in time' } : outcomeOf(error);
    } finally {
      signal.removeEventListener('abort', giveUp);
      transport.close();
    }
  }

  async #hand(transport: Transporter, address: string, message: OutgoingMessage): Promise<void> {
    await transport.sendMail({
      from: this.#settings.from,
      // As an object: a text would be parsed as a list.
      to: { name: '', address },
      subject: message.subject ?? this.#settings.subject[message.language],
      text: message.text.expose().toString('utf8'),
      disableFileAccess: true,
      disableUrlAccess: true,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  }

  #addressOf(recipient: string): string | undefined {
    const { addressTemplate } = this.#settings;
    const number = recipient.replace(/^\+/, '');
    const address = addressTemplate === undefined ? recipient : addressTemplate.replace('{number}', () => number);
    return ADDRESS.test(address) ? address : undefined;
  }
}

/** How the library reaches a relay. */
export function transportOptions(settings: MailRelaySettings) {
  const { host, port, security, authorities, account, timeoutMilliseconds } = settings;
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: {
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      ...(authorities === undefined ? {} : { ca: authorities }),
    },
    ...(account === undefined
      ? {}
      : { auth: { user: account.user, pass: account.password.expose().toString('utf8') } }),
    connectionTimeout: timeoutMilliseconds,
    greetingTimeout: timeoutMilliseconds,
    socketTimeout: timeoutMilliseconds,
    dnsTimeout: timeoutMilliseconds,
  } as const;
}

function rejectedAt(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Codes only: what the server says may hold the address. 5xx to the envelope or the content is a refusal (RFC 5321 4.2.1). */
function outcomeOf(error: unknown): ProviderOutcome {
  const facts = (error ?? {}) as { readonly code?: unknown; readonly responseCode?: unknown };
  const code = typeof facts.code === 'string' ? facts.code : 'failed';
  const status = typeof facts.responseCode === 'number' ? `, SMTP status ${facts.responseCode}` : '';
  const isRefusal =
    (code === 'EENVELOPE' || code === 'EMESSAGE') &&
    typeof facts.responseCode === 'number' &&
    facts.responseCode >= 500;
  return { kind: isRefusal ? 'refused' : 'unreachable', detail: `${code}${status}` };
}
