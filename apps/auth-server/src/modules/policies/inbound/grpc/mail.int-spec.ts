import { mailRelayV1, mailV1 } from '@countersign/contracts';
import { defaultCompanySettings } from '@countersign/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AdministrationStack,
  anAdministrationStack,
  ask,
  contentsOf,
  journaled,
} from '../../../../__fixtures__/administration-stack.ts';
import { MailServer } from '../../application/mail-server.use-case.ts';
import { PostgresMailPassword } from '../../outbound/postgres/postgres-mail-password.ts';
import { RedisMailTests } from '../../outbound/redis/redis-mail-tests.ts';
import { MailGrpc } from './mail.grpc.ts';

describe('the mail server', () => {
  let stack: AdministrationStack;
  let mail: MailGrpc;
  let host: string;

  beforeAll(async () => {
    stack = await anAdministrationStack();
  });
  afterAll(async () => await stack.close());
  beforeEach(async () => {
    await stack.reset();
    host = 'mail.example.org';
    const password = new PostgresMailPassword(stack.router, stack.secrets);
    const tests = new RedisMailTests(stack.redis);
    const relay = { ...defaultCompanySettings.mailRelay, user: 'mfa', from: 'mfa@example.org' };
    const settings = { current: () => ({ ...defaultCompanySettings, mailRelay: { ...relay, host } }) };
    let made = 0;
    const newId = () => `0192f0c4-0000-7000-8000-${String((made += 1)).padStart(12, '0')}`;
    const { unitOfWork, contexts } = stack;
    const server = new MailServer({ unitOfWork, password, tests, settings, newId });
    mail = new MailGrpc({ server, password, tests, settings, contexts });
  });

  const setPassword = (password: string) =>
    ask(mail.administration().setMailPassword, mailV1.SetMailPasswordRequest, { password });

  it('keeps a password that administrators never see again, and hands it to the worker', async () => {
    await setPassword('s3cret of the relay');
    const mark = await ask(mail.administration().getMailPassword, mailV1.GetMailPasswordRequest, {});
    expect(mark).toMatchObject({ setBy: expect.stringContaining('anna') });
    expect(JSON.stringify(mark)).not.toContain('s3cret');
    expect(JSON.stringify(await contentsOf(stack.database))).not.toContain('s3cret');
    expect(JSON.stringify(await journaled(stack.database))).not.toContain('s3cret');
    const relay = await ask(mail.relay().getMailRelay, mailRelayV1.GetMailRelayRequest, {});
    expect(relay).toMatchObject({ host: 'mail.example.org', password: 's3cret of the relay' });
    await setPassword('');
    const after = await ask(mail.administration().getMailPassword, mailV1.GetMailPasswordRequest, {});
    expect(after.setAtMilliseconds).toBe(0);
  });

  it('hands a test to one worker, and shows what it reports', async () => {
    const request = { recipient: 'zoe@example.org', language: 'fr' };
    const { id } = await ask(mail.administration().testMail, mailV1.TestMailRequest, request);
    const find = () => ask(mail.administration().getMailTest, mailV1.GetMailTestRequest, { id });
    expect(await find()).toMatchObject({ state: 'waiting' });
    const take = () => ask(mail.relay().takeMailTest, mailRelayV1.TakeMailTestRequest, {});
    expect(await take()).toMatchObject({ id, recipient: 'zoe@example.org', subject: expect.stringContaining('Essai') });
    expect((await take()).id).toBe('');
    const lines = [{ side: 'server', text: '535 no', milliseconds: 3 }];
    await ask(mail.relay().reportMailTest, mailRelayV1.ReportMailTestRequest, { id, isSent: false, lines });
    expect(await find()).toEqual({ state: 'failed', lines });
  });

  it('tests nothing while no server is set, and no address that is two', async () => {
    const test = (recipient: string) =>
      ask(mail.administration().testMail, mailV1.TestMailRequest, { recipient, language: 'en' });
    await expect(test('a@b.example,c@d.example')).rejects.toMatchObject({ code: 'invalid_request' });
    host = '';
    await expect(test('zoe@example.org')).rejects.toMatchObject({ code: 'not_allowed' });
  });
});
