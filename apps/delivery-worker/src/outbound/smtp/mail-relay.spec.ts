import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SecretBytes } from '@countersign/errors';
import { type FakeSmtpOptions, FakeSmtpServer, type IssuedIdentity, TestAuthority } from '@countersign/testing';
import type { OutgoingMessage } from '../../application/ports/message-provider.ts';
import { MailRelay, type MailRelaySettings } from './mail-relay.ts';

const aMessage = (over: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  deliveryId: '018f0000-0000-7000-8000-000000000001',
  recipient: '+41791234567',
  text: SecretBytes.fromText('Your code is 123456\n.\nwith a dot'),
  language: 'en',
  ...over,
});

describe('MailRelay', () => {
  let authority: TestAuthority;
  let identity: IssuedIdentity;
  const servers: FakeSmtpServer[] = [];

  beforeAll(async () => {
    authority = await TestAuthority.create();
    identity = await authority.issue('mail');
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
  });

  async function aServer(options: FakeSmtpOptions = { identity }): Promise<FakeSmtpServer> {
    const server = await FakeSmtpServer.start(options);
    servers.push(server);
    return server;
  }

  const aRelay = (server: FakeSmtpServer, over: Partial<MailRelaySettings> = {}): MailRelay =>
    new MailRelay({
      name: 'relay',
      channel: 'text_message',
      host: '127.0.0.1',
      port: server.port,
      security: 'starttls',
      authorities: authority.pem,
      account: undefined,
      from: 'mfa@corp.example',
      addressTemplate: '{number}@sms.example',
      subject: { en: 'Your code', fr: 'Votre code' },
      timeoutMilliseconds: 2_000,
      ...over,
    });
  const send = (relay: MailRelay, message = aMessage(), milliseconds = 5_000) =>
    relay.send(message, AbortSignal.timeout(milliseconds));

  it('mails a text message to the number at the provider, over STARTTLS', async () => {
    const server = await aServer();
    expect(await send(aRelay(server))).toEqual({ kind: 'accepted' });
    expect(server.mails).toMatchObject([{ from: 'mfa@corp.example', to: ['41791234567@sms.example'], isSecure: true }]);
    expect(server.mails[0]?.content).toContain('Subject: Your code');
    expect(server.mails[0]?.content).toContain('Your code is 123456\n.\nwith a dot');
  });

  it('mails to a mailbox in the language of the user, over TLS from the start, signed in', async () => {
    const account = { user: 'mfa', password: 'relay secret' };
    const server = await aServer({ identity, implicitTls: true, account });
    const relay = aRelay(server, {
      security: 'tls',
      channel: 'mail',
      addressTemplate: undefined,
      account: { user: account.user, password: SecretBytes.fromText(account.password) },
    });
    expect(await send(relay, aMessage({ recipient: 'alice@corp.example', language: 'fr' }))).toEqual({
      kind: 'accepted',
    });
    expect(server.mails).toMatchObject([{ to: ['alice@corp.example'], isSecure: true, account: 'mfa' }]);
    expect(server.mails[0]?.content).toContain('Subject: Votre code');
  });

  it('never sends in clear to a server that offers no TLS', async () => {
    const server = await aServer({});
    expect(await send(aRelay(server))).toMatchObject({ kind: 'unreachable' });
    expect(server.mails).toEqual([]);
  });

  it('does not speak to a server whose certificate another authority issued', async () => {
    const server = await aServer();
    const { pem } = await TestAuthority.create();
    expect(await send(aRelay(server, { authorities: pem }))).toMatchObject({ kind: 'unreachable' });
    expect(server.mails).toEqual([]);
  });

  it('tells a refused recipient from a server in trouble, without naming the number', async () => {
    const server = await aServer();
    server.refuse('41791234567@sms.example');
    const outcome = await send(aRelay(server));
    expect(outcome).toEqual({ kind: 'refused', detail: 'EENVELOPE, SMTP status 550' });
  });

  it('calls wrong credentials of ours a problem of the relay', async () => {
    const server = await aServer({ identity, account: { user: 'mfa', password: 'right' } });
    const account = { user: 'mfa', password: SecretBytes.fromText('wrong') };
    expect(await send(aRelay(server, { account }))).toEqual({
      kind: 'unreachable',
      detail: 'EAUTH, SMTP status 535',
    });
  });

  it.each(['a@b.example, c@d.example', 'a@b.example\r\nRCPT TO:<c@d.example>', '<c@d.example>', 'nobody', ''])(
    'refuses %j as a mail address before the wire',
    async (recipient) => {
      const server = await aServer();
      const relay = aRelay(server, { channel: 'mail', addressTemplate: undefined });
      expect(await send(relay, aMessage({ recipient }))).toMatchObject({ kind: 'refused' });
      expect(server.mails).toEqual([]);
    },
  );

  it('gives up in time on a server that says nothing', async () => {
    const server = await aServer();
    server.fallSilent();
    expect(await send(aRelay(server), aMessage(), 150)).toEqual({ kind: 'unreachable', detail: 'no answer in time' });
  });
});
