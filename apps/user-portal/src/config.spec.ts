import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.ts';

const file = import.meta.filename;
const good = {
  TLS_CERT_FILE: file,
  TLS_KEY_FILE: file,
  TLS_CA_FILE: file,
  CORE_ADDRESSES: 'a.example,b.example:4444',
  HTTP_LISTEN: '127.0.0.1:8443',
  PUBLIC_ORIGIN: 'https://door.example/',
};

describe('the configuration', () => {
  it('keeps the origin alone of the public address', () => {
    expect(readConfig(good)).toMatchObject({ PUBLIC_ORIGIN: 'https://door.example', TRUSTED_PROXIES: [] });
  });

  it('allows plain HTTP on loopback only, unless a proxy is said to end TLS', () => {
    const open = { ...good, HTTP_LISTEN: '0.0.0.0:8443' };
    expect(() => readConfig(open)).toThrow('HTTPS_CERT_FILE');
    expect(readConfig({ ...open, HTTP_PLAIN: 'behind_proxy' })).toBeDefined();
    expect(readConfig({ ...open, HTTPS_CERT_FILE: file, HTTPS_KEY_FILE: file })).toBeDefined();
  });

  it('wants certificate and key together', () => {
    expect(() => readConfig({ ...good, HTTPS_CERT_FILE: file })).toThrow('HTTPS_KEY_FILE');
  });

  it('wants a secure public origin, but at localhost', () => {
    expect(() => readConfig({ ...good, PUBLIC_ORIGIN: 'http://door.example' })).toThrow('PUBLIC_ORIGIN');
    expect(readConfig({ ...good, PUBLIC_ORIGIN: 'http://localhost:41886' })).toBeDefined();
  });
});
