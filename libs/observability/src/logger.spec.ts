import { describe, expect, it } from '@jest/globals';
import { DomainError, SecretBytes } from '@countersign/errors';
import { createLogger, type Logger } from './logger.ts';
import { NestPinoLogger } from './nest-pino-logger.ts';
import { isSecretName } from './redaction.ts';

/** A logger and what it wrote, one object per line. */
function aLogger(): { logger: Logger; lines: () => Record<string, unknown>[]; text: () => string } {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  return {
    logger: createLogger({ service: 'auth-server', instance: 'a', level: 'debug', destination }),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
    text: () => written.join(''),
  };
}

describe('createLogger', () => {
  it('writes one JSON object per line, with service, instance, level and time', () => {
    const { logger, lines } = aLogger();
    logger.info({ userId: 'u1' }, 'signed in');
    expect(lines()).toEqual([
      expect.objectContaining({ service: 'auth-server', instance: 'a', level: 'info', userId: 'u1', msg: 'signed in' }),
    ]);
    expect(lines()[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('seals secrets by their type, however deep', () => {
    const { logger, text } = aLogger();
    const secret = SecretBytes.fromText('hunter2');
    logger.info({ a: secret, b: [{ c: { d: secret } }], e: new Map([['f', secret]]), g: Buffer.from('hunter2') }, 'x');
    expect(text()).not.toContain('hunter2');
    expect(text()).not.toContain(Buffer.from('hunter2').toString('base64'));
    expect(text()).toContain('"g":"[7 octets]"');
  });

  it('seals secrets by the name of their field, however deep, also in children', () => {
    const { logger, text, lines } = aLogger();
    const child = logger.child({ sharedSecret: 'hunter2' }).child({ pin: 'hunter2', token: 'hunter2' });
    child.setBindings({ seed: 'hunter2' });
    child.warn({ request: { user: { newPin: 'hunter2', name: 'alice' } } }, 'x');
    logger.warn({ headers: { 'set-cookie': ['hunter2'], authorization: 'hunter2' }, password: undefined }, 'x');
    expect(text()).not.toContain('hunter2');
    expect(lines()[0]).toMatchObject({ request: { user: { newPin: '[sealed]', name: 'alice' } } });
  });

  it('writes errors with their code and causes, without the secrets they carry', () => {
    const { logger, lines, text } = aLogger();
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', password: 'hunter2' });
    logger.error({ err: new DomainError('unavailable', 'no store', { cause }) }, 'failed');
    logger.error(new DomainError('internal', 'directly'));
    expect(lines()[0]).toMatchObject({
      err: { type: 'DomainError', code: 'unavailable', message: 'no store', cause: { code: 'ECONNREFUSED' } },
    });
    expect(lines()[1]).toMatchObject({ err: { message: 'directly' }, msg: 'directly' });
    expect(text()).not.toContain('hunter2');
  });

  it('survives cycles and great depth', () => {
    const { logger, lines } = aLogger();
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const deep = Array.from({ length: 50 }).reduce<unknown>((inner) => ({ inner }), 'end');
    logger.info({ cyclic, deep }, 'x');
    expect(JSON.stringify(lines())).toMatch(/\[circular\].*\[too deep\]/);
  });
});

describe('isSecretName', () => {
  it.each([
    'password',
    'userPassword',
    'DATABASE_PASSWORD',
    'secret',
    'sharedSecret',
    'secrets',
    'code',
    'otp',
    'pin',
    'new_pin',
    'token',
    'accessToken',
    'seed',
    'totpSeeds',
    'activationCode',
    'recoveryCodes',
    'oneTimeCode',
    'privateKey',
    'api_key',
    'set-cookie',
    'credential',
    'passphrase',
  ])('knows %s as a secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    'errorCode',
    'statusCode',
    'countryCode',
    'pinned',
    'mapping',
    'keyId',
    'cacheKey',
    'tokenCount',
    'userName',
    '',
  ])('does not take %s for one', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe('NestPinoLogger', () => {
  it('keeps the context and the stack apart from the message', () => {
    const { logger, lines } = aLogger();
    const nest = new NestPinoLogger(logger);
    nest.log('started', 'NestFactory');
    nest.error('broke', 'Error: broke\n    at x', 'Injector');
    nest.warn(new Error('odd'), 'Router');
    nest.debug({ password: 'hunter2' });
    expect(lines()).toEqual([
      expect.objectContaining({ level: 'info', msg: 'started', context: 'NestFactory' }),
      expect.objectContaining({
        level: 'error',
        msg: 'broke',
        context: 'Injector',
        stack: expect.stringContaining('at x'),
      }),
      expect.objectContaining({ level: 'warn', msg: 'odd', context: 'Router' }),
      expect.objectContaining({ level: 'debug', event: { password: '[sealed]' } }),
    ]);
  });
});
