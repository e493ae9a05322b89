import { createTransport } from 'nodemailer';
import type { MailRelaySettings } from './mail-relay.ts';
import { transportOptions } from './mail-relay.ts';

/** A line of the conversation with a mail server. */
export interface DialogueLine {
  readonly side: 'client' | 'server' | 'note';
  readonly text: string;
  readonly milliseconds: number;
}

/** A mail that is sent to see the way work. */
export interface TestMail {
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
}

const MOST_LINES = 100;
const LONGEST_LINE = 300;
const MASK = '********';

/** Sends a mail and writes down what both sides said, with the password masked in every form in which it travels. */
export async function sendWithDialogue(
  relay: MailRelaySettings,
  mail: TestMail,
  now: () => number,
): Promise<{ readonly isSent: boolean; readonly lines: readonly DialogueLine[] }> {
  const startedAt = now();
  const lines: DialogueLine[] = [];
  const mask = masker(relay);
  const note = (side: DialogueLine['side'], text: string): void => {
    if (lines.length >= MOST_LINES) return;
    lines.push({ side, text: mask(text).slice(0, LONGEST_LINE), milliseconds: Math.round(now() - startedAt) });
  };
  note('note', `${relay.host}:${relay.port}, ${relay.security}`);
  const transport = createTransport({ ...transportOptions(relay), logger: listener(note), debug: true } as never);
  try {
    const { recipient: address, subject, text } = mail;
    await transport.sendMail({ from: relay.from, to: { name: '', address }, subject, text });
    return { isSent: true, lines };
  } catch (error) {
    note('note', problemOf(error));
    return { isSent: false, lines };
  } finally {
    transport.close();
  }
}

/** What the library or the system says; several addresses that all failed come without a message. */
function problemOf(error: unknown): string {
  const { message, code } = (error ?? {}) as { readonly message?: unknown; readonly code?: unknown };
  const words = [message, code].filter((each) => typeof each === 'string' && each !== '');
  return words.length === 0 ? 'the mail server could not be reached' : [...new Set(words)].join(' ');
}

type Say = (entry: { readonly tnx?: string }, message: unknown, ...rest: unknown[]) => void;

/** The library tells a logger what goes over the wire; what belongs to the mail itself is left out. */
function listener(note: (side: DialogueLine['side'], text: string) => void): Record<string, Say> {
  const hear: Say = ({ tnx }, message) => {
    if (tnx === 'client' || tnx === 'server') for (const line of String(message).split('\n')) note(tnx, line.trimEnd());
  };
  return Object.fromEntries(['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, hear]));
}

function masker({ account }: MailRelaySettings): (text: string) => string {
  if (account === undefined) return (text) => text;
  const password = account.password.expose().toString('utf8');
  const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
  const forms = [password, base64(password), base64(`\0${account.user}\0${password}`)].filter((each) => each !== '');
  return (text) => forms.reduce((masked, form) => masked.replaceAll(form, MASK), text);
}
