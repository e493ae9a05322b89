import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from './config.ts';

let folder: string;
let environment: Record<string, string>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gateway-config-'));
  const file = join(folder, 'file.pem');
  writeFileSync(file, '');
  environment = {
    TLS_CERT_FILE: file,
    TLS_KEY_FILE: file,
    TLS_CA_FILE: file,
    CORE_ADDRESSES: 'mfa-1.example,mfa-2.example:5000',
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('readConfig', () => {
  it('needs certificates and the servers, and has a default for the rest', () => {
    const config = readConfig(environment);
    expect(config.CORE_ADDRESSES).toEqual([
      { host: 'mfa-1.example', port: 4443 },
      { host: 'mfa-2.example', port: 5000 },
    ]);
    expect(config.RADIUS_AUTH_LISTEN).toEqual([{ host: '0.0.0.0', port: 1812 }]);
    expect(config.RADIUS_ACCOUNTING_LISTEN).toEqual([{ host: '0.0.0.0', port: 1813 }]);
    expect(config.DRAIN_SECONDS).toBe(15);
  });

  it('listens on several addresses of both families', () => {
    const { RADIUS_AUTH_LISTEN } = readConfig({ ...environment, RADIUS_AUTH_LISTEN: '192.0.2.1,[2001:db8::1]:1645' });
    expect(RADIUS_AUTH_LISTEN).toEqual([
      { host: '192.0.2.1', port: 1812 },
      { host: '2001:db8::1', port: 1645 },
    ]);
  });

  it('names every problem at once', () => {
    const broken = { CORE_ADDRESSES: '', RADIUS_AUTH_LISTEN: 'gateway.example', RADIUS_MAX_IN_FLIGHT: '0' };
    expect(() => readConfig(broken)).toThrow(
      /TLS_CERT_FILE[\s\S]*CORE_ADDRESSES[\s\S]*IP addresses[\s\S]*RADIUS_MAX_IN_FLIGHT/,
    );
  });
});
