import { SecretBytes } from '@countersign/errors';
import { FakeSmtpServer, TestAuthority } from '@countersign/testing';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sendWithDialogue } from './mail-dialogue.ts';
import type { MailRelaySettings } from './mail-relay.ts';

const PASSWORD = 'correct horse battery';
const MAIL = { recipient: 'zoe@example.org', subject: 'Test', text: 'It works.' };

describe('sendWithDialogue', () => {
  let authority: TestAuthority;
  let server: FakeSmtpServer | undefined;

  beforeAll(async () => {
    authority = await TestAuthority.create();
  });
  afterEach(async () => await server?.stop());

  const relayTo = (port: number, password: string): MailRelaySettings => ({
    name: 'mail_server',
    channel: 'mail',
    host: 'localhost',
    port,
    security: 'starttls',
    authorities: authority.pem,
    account: { user: 'mfa', password: SecretBytes.fromText(password) },
    from: 'mfa@example.org',
    addressTemplate: undefined,
    subject: { en: '', fr: '' },
    timeoutMilliseconds: 5000,
  });
  const start = async () => {
    const identity = await authority.issue('mail');
    server = await FakeSmtpServer.start({ identity, account: { user: 'mfa', password: PASSWORD } });
    return server;
  };

  it('sends the mail and shows what both sides said, without the password in any form', async () => {
    const { port, mails } = await start();
    const { isSent, lines } = await sendWithDialogue(relayTo(port, PASSWORD), MAIL, () => Date.now());
    expect(isSent).toBe(true);
    expect(mails).toHaveLength(1);
    expect(lines.some(({ side, text }) => side === 'client' && text.startsWith('RCPT TO:<zoe@example.org>'))).toBe(
      true,
    );
    expect(lines.some(({ side, text }) => side === 'server' && text.startsWith('250'))).toBe(true);
    const everything = JSON.stringify(lines);
    for (const form of [PASSWORD, base64(PASSWORD), base64(`\0mfa\0${PASSWORD}`)])
      expect(everything).not.toContain(form);
  });

  it('shows the refusal of a wrong password, which is masked too', async () => {
    const { port } = await start();
    const { isSent, lines } = await sendWithDialogue(relayTo(port, 'wrong-password'), MAIL, () => Date.now());
    expect(isSent).toBe(false);
    expect(lines.some(({ side, text }) => side === 'server' && text.startsWith('535'))).toBe(true);
    expect(JSON.stringify(lines)).not.toContain('wrong-password');
    expect(JSON.stringify(lines)).not.toContain(base64('\0mfa\0wrong-password'));
  });

  it('says that nobody answers', async () => {
    const { port } = await start();
    await server?.stop();
    const { isSent, lines } = await sendWithDialogue(relayTo(port, PASSWORD), MAIL, () => Date.now());
    expect(isSent).toBe(false);
    expect(lines.at(-1)?.text).toMatch(/ECONNREFUSED|connect/);
  });
});

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
