import { createCipheriv, createHmac } from 'node:crypto';
import { SecretBytes } from '@countersign/errors';
import { describe, expect, it } from '@jest/globals';
import { PASSPHRASE, PASSPHRASE_TEXT, PLAIN_HOTP, PRE_SHARED_KEY, PRE_SHARED_KEY_HEX } from './__fixtures__/rfc6030.ts';
import type { PskcCredentials } from './pskc-protection.ts';
import { readPskc } from './read-pskc.ts';

const NONE: PskcCredentials = { preSharedKey: undefined, passphrase: '' };
const withKey = (hex: string): PskcCredentials => ({ ...NONE, preSharedKey: new SecretBytes(Buffer.from(hex, 'hex')) });
const SEED = '12345678901234567890';

function only(text: string, credentials: PskcCredentials = NONE) {
  const [line, ...more] = readPskc(text, credentials);
  expect(more).toEqual([]);
  if (line === undefined) throw new Error('no line');
  return { ...line, seed: line.token?.secret.expose().toString('latin1') };
}

describe('a PSKC file', () => {
  it('gives the key of RFC 6030 figure 5', () => {
    const line = only(PLAIN_HOTP);
    expect(line).toMatchObject({ line: 3, serialNumber: '987654321', kind: 'hotp', userName: 'jsmith', seed: SEED });
    expect(line.token).toMatchObject({ digits: 8, counter: 0, algorithm: 'SHA1', manufacturer: 'Manufacturer' });
  });

  it('gives the key of figure 6, which a pre-shared key encrypts', () => {
    expect(only(PRE_SHARED_KEY, withKey(PRE_SHARED_KEY_HEX))).toMatchObject({ seed: SEED });
  });

  it('gives the key of figure 7, which a passphrase encrypts', () => {
    expect(only(PASSPHRASE, { ...NONE, passphrase: PASSPHRASE_TEXT })).toMatchObject({
      seed: SEED,
    });
  });

  it.each([
    ['aes128-cbc', 16, 'hmac-sha256'],
    ['aes192-cbc', 24, 'hmac-sha512'],
    ['aes256-cbc', 32, 'hmac-sha256'],
  ])('opens %s with a MAC under the same key', (algorithm, octets, mac) => {
    const key = Buffer.alloc(octets, 7);
    expect(only(encrypted(algorithm, mac, key), withKey(key.toString('hex')))).toMatchObject({ seed: SEED });
  });

  it('reads time-based keys with hash, drift and interval', () => {
    const text = PLAIN_HOTP.replace('pskc:hotp', 'pskc:totp')
      .replace('<AlgorithmParameters>', '<AlgorithmParameters><Suite>HMAC-SHA256</Suite>')
      .replace(
        '<Counter><PlainValue>0</PlainValue></Counter>',
        '<TimeInterval><PlainValue>60</PlainValue></TimeInterval><TimeDrift><PlainValue>-4</PlainValue></TimeDrift>',
      );
    expect(only(text).token).toMatchObject({ kind: 'totp', algorithm: 'SHA256', periodSeconds: 60, driftSteps: -4 });
  });

  it.each([
    ['no key is given', NONE, 'Pre-shared-key'],
    ['another key is given', withKey('00'.repeat(16)), 'another one'],
    ['a key of another length is given', withKey('00'.repeat(32)), 'octets'],
  ])('is not opened when %s', (_what, credentials, words) => {
    expect(problemIn(PRE_SHARED_KEY, credentials)).toContain(words);
  });

  it('is not opened with another passphrase', () => {
    expect(problemIn(PASSPHRASE, { ...NONE, passphrase: 'azerty' })).toContain('another one');
  });

  it('names the key whose value was altered', () => {
    const altered = PRE_SHARED_KEY.replace('AAECAwQF', 'AQECAwQF');
    expect(problemIn(altered, withKey(PRE_SHARED_KEY_HEX))).toContain('does not match its MAC');
  });

  it('is refused when encrypted values carry no MAC', () => {
    const bare = PRE_SHARED_KEY.replace(/<MACMethod[\s\S]*<\/MACMethod>/, '');
    expect(problemIn(bare, withKey(PRE_SHARED_KEY_HEX))).toContain('no MAC');
  });

  it.each([
    ['the algorithm', PLAIN_HOTP.replace('pskc:hotp', 'pskc:ocra'), 'not supported'],
    ['the digits', PLAIN_HOTP.replace('Length="8"', 'Length="7"'), '6 or 8 digits'],
    ['the counter', PLAIN_HOTP.replace('<PlainValue>0<', '<PlainValue>-1<'), 'counter'],
    ['the encoding', PLAIN_HOTP.replace('DECIMAL', 'HEXADECIMAL'), 'decimal'],
    ['a short secret', PLAIN_HOTP.replace('MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=', 'MTIz'), 'octets'],
    ['a secret that is not base64', PLAIN_HOTP.replace('MTIzNDU2Nzg5MDEy', '!!!!'), 'base64'],
    [
      'a missing serial number',
      PLAIN_HOTP.replace('<SerialNo>987654321</SerialNo>', '').replace('Id="12345678"', ''),
      'serial number',
    ],
  ])('says what is wrong with %s', (_what, text, words) => {
    expect(only(text).problem).toContain(words);
    expect(only(text).token).toBeUndefined();
  });

  it.each([
    [
      'a document type',
      PLAIN_HOTP.replace('<KeyContainer', '<!DOCTYPE x [<!ENTITY a "aaaa">]><KeyContainer'),
      'document type',
    ],
    ['an entity', PLAIN_HOTP.replace('Issuer-A', '&xxe;'), 'well-formed'],
    ['a broken end', PLAIN_HOTP.slice(0, -10), 'well-formed'],
    ['another root', '<html/>', 'no KeyPackage'],
    ['another root with children', '<html><body/></html>', 'PSKC container'],
    ['deep nesting', PLAIN_HOTP.replace('Issuer-A', '<a>'.repeat(40) + '</a>'.repeat(40)), 'too deeply'],
    ['many elements', PLAIN_HOTP.replace('Issuer-A', '<a/>'.repeat(1000)), 'too many elements'],
    ['an endless text', PLAIN_HOTP.replace('Issuer-A', 'a'.repeat(100_000)), 'too long'],
    ['too many iterations', PASSPHRASE.replace('>1000<', '>999999999<'), 'iteration count'],
    ['nothing', '', ''],
  ])('is refused with %s', (_what, text, words) => {
    expect(() => readPskc(text, { ...NONE, passphrase: 'x' })).toThrow(words);
  });

  it('never repeats a secret in a problem', () => {
    const problem = only(PLAIN_HOTP.replace('Length="8"', 'Length="9"')).problem ?? '';
    expect(problem).not.toContain('MTIz');
    expect(problem).not.toContain(SEED);
  });
});

function problemIn(text: string, credentials: PskcCredentials): string {
  try {
    return only(text, credentials).problem ?? '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** A container as figure 6, made here, whose MAC is under the encryption key itself. */
function encrypted(algorithm: string, mac: string, key: Buffer): string {
  const iv = Buffer.alloc(16, 3);
  const cipher = createCipheriv(algorithm.replace(/aes(\d+)/, 'aes-$1'), key, iv);
  const octets = Buffer.concat([iv, cipher.update(SEED), cipher.final()]);
  const value = createHmac(mac.replace('hmac-', ''), key).update(octets).digest('base64');
  return PRE_SHARED_KEY.replace(
    /<MACMethod[\s\S]*<\/MACMethod>/,
    `<MACMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#${mac}"/>`,
  )
    .replace('xmlenc#aes128-cbc', `xmlenc#${algorithm}`)
    .replace(/AAEC[\w+/]+/, octets.toString('base64'))
    .replace(/<ValueMAC>[^<]+/, `<ValueMAC>${value}`);
}
