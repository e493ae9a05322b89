import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loadProviders } from './load-providers.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-providers-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, content, { mode });
  return path;
}

const load = (...providers: readonly object[]) => loadProviders(file('providers.json', JSON.stringify({ providers })));
const form = (template: string) => ({ format: 'form', template });
const http = { name: 'gateway', kind: 'http', url: 'https://sms.example/send', body: form('to={to}&text={text}') };
const mail = {
  name: 'relay',
  kind: 'mail',
  host: 'mail.example',
  from: 'a@b.example',
  addressTemplate: '{number}@c.example',
};

describe('loadProviders', () => {
  it('makes the providers in the order of the file', () => {
    const key = file('key', 'secret\n');
    const providers = load(
      { ...http, headers: { authorization: 'Bearer {key}' }, secretFiles: { key }, success: { bodyMatches: '^OK' } },
      mail,
      { ...mail, name: 'post', channel: 'mail', addressTemplate: undefined },
    );
    expect(providers.map(({ name, channel, timeoutMilliseconds }) => [name, channel, timeoutMilliseconds])).toEqual([
      ['gateway', 'text_message', 10_000],
      ['relay', 'text_message', 10_000],
      ['post', 'mail', 10_000],
    ]);
  });

  it('allows http:// on this machine', () => {
    expect(load({ ...http, url: 'http://127.0.0.1:8080/messages' })).toHaveLength(1);
  });

  it.each([
    ['no provider', [], 'providers'],
    ['an unknown kind', [{ ...http, kind: 'pigeon' }], 'kind'],
    ['a misspelt setting', [{ ...http, methd: 'GET' }], 'methd'],
    ['two of one name', [http, http], 'same name'],
    ['http:// to another machine', [{ ...http, url: 'http://sms.example/' }], 'must begin with https://'],
    ['a placeholder in the host', [{ ...http, url: 'https://{to}.example/' }], 'behind the question mark'],
    ['a placeholder in the path', [{ ...http, url: 'https://sms.example/{to}' }], 'behind the question mark'],
    ['a password in the URL', [{ ...http, url: 'https://u:p@sms.example/' }], 'must hold no password'],
    ['another protocol', [{ ...http, url: 'file:///etc/passwd' }], 'must begin with https://'],
    ['a placeholder without value', [{ ...http, body: form('to={to}&text={text}&k={key}') }], '{key}'],
    ['a body without the text', [{ ...http, body: form('to={to}') }], '{text}'],
    [
      'a body that is no JSON',
      [{ ...http, body: { format: 'json', template: '{"to":{to},"text":"{text}"}' } }],
      'is not JSON',
    ],
    ['a body in a GET', [{ ...http, method: 'GET' }], 'no place in a GET'],
    ['a header with a line end', [{ ...http, headers: { a: 'b\r\nc: d' } }], 'headers'],
    ['a broken expression', [{ ...http, success: { bodyMatches: '(' } }], 'not a regular expression'],
    ['mail in clear', [{ ...mail, security: 'none' }], 'in clear'],
    ['texts by mail without an address', [{ ...mail, addressTemplate: undefined }], 'addressTemplate'],
    ['a number in the domain', [{ ...mail, addressTemplate: 'a@{number}.example' }], 'addressTemplate'],
  ])('refuses %s and says where', (_, providers, words) => {
    expect(() => load(...providers)).toThrow(words);
  });

  it('refuses a secret that everybody may read, and does not quote the file', () => {
    const key = file('open-key', 'secret', 0o644);
    expect(() => load({ ...http, secretFiles: { key } })).toThrow('everybody may read');
    const broken = file('broken.json', '{"providers":[{"apiKey":"s3cret"');
    expect(() => loadProviders(broken)).toThrow('is not JSON');
    expect(() => loadProviders(broken)).not.toThrow('s3cret');
  });
});
