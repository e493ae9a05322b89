import { describe, expect, it } from '@jest/globals';
import { SecretBytes } from '@countersign/errors';
import { createBuiltInDictionary, SharedSecret } from '@countersign/radius';
import type { ClientConfiguration } from '../../application/ports/client-configuration.ts';
import { ClientTable } from './client-table.ts';
import { acceptsSecret } from './radius-client.ts';

const dictionary = createBuiltInDictionary();

function client(id: string, network: string, changes: Partial<ClientConfiguration> = {}): ClientConfiguration {
  return {
    id,
    network,
    relyingPartyId: `rp-${id}`,
    name: id,
    secret: SecretBytes.fromText('secret'),
    previousSecret: undefined,
    isSignatureRequired: true,
    isUnsignedProxyStateAllowed: false,
    passwordEncoding: '',
    nasDeadlineSeconds: 0,
    isClassSent: false,
    clientAddressAttributes: [],
    requestsPerSecond: 0,
    ...changes,
  };
}

function table(...clients: readonly ClientConfiguration[]): ClientTable {
  return new ClientTable({ revision: '1', clients }, dictionary, 3);
}

const idAt = (clients: ClientTable, address: string) => clients.find(address)?.configuration.id;

describe('ClientTable', () => {
  it('finds the longest prefix, of both families', () => {
    const clients = table(
      client('all', '0.0.0.0/0'),
      client('ten', '10.0.0.0/8'),
      client('odd', '10.1.128.0/17'),
      client('one', '10.1.128.7'),
      client('six', '2001:db8::/32'),
      client('six-one', '2001:db8::1/128'),
    );
    const found = [
      '8.8.8.8',
      '10.2.3.4',
      '10.1.127.255',
      '10.1.128.1',
      '10.1.128.7',
      '2001:db8:1::9',
      '2001:db8::1',
      '2001:db9::1',
    ];
    expect(found.map((address) => idAt(clients, address))).toEqual([
      'all',
      'ten',
      'ten',
      'odd',
      'one',
      'six',
      'six-one',
      undefined,
    ]);
  });

  it('B17: takes an IPv4 address in IPv6 clothes for what it is, and leaves zones aside', () => {
    const clients = table(client('v4', '127.0.0.1'), client('link', 'fe80::/10'));
    expect(idAt(clients, '::ffff:127.0.0.1')).toBe('v4');
    expect(idAt(clients, 'fe80::1%eth0')).toBe('link');
  });

  it('does not mistake an IPv6 prefix for an IPv4 one of the same length', () => {
    expect(idAt(table(client('six', '7f00::/8')), '127.0.0.1')).toBeUndefined();
  });

  it('leaves out the second of two equal networks, and what is no network or has no secret', () => {
    const clients = table(
      client('first', '10.0.0.0/8'),
      client('second', '10.99.0.0/8'),
      client('name', 'nas.example'),
      client('long', '10.0.0.0/33'),
      client('minus', '10.0.0.0/-1'),
      client('empty', '10.0.0.9', { secret: SecretBytes.fromText('') }),
    );
    expect(clients.problems.map(({ clientId }) => clientId)).toEqual(['second', 'name', 'long', 'minus', 'empty']);
    expect(idAt(clients, '10.99.0.1')).toBe('first');
    expect(clients.size).toBe(1);
  });

  it('remembers a bounded number of addresses and still answers rightly', () => {
    const clients = table(client('ten', '10.0.0.0/8'));
    for (let round = 0; round < 2; round += 1) {
      for (let host = 0; host < 10; host += 1) {
        expect(idAt(clients, `10.0.0.${host}`)).toBe('ten');
        expect(idAt(clients, `11.0.0.${host}`)).toBeUndefined();
      }
    }
  });

  it('says whether a secret still counts', () => {
    const rotated = table(client('a', '10.0.0.1', { previousSecret: SecretBytes.fromText('old') })).byId('a');
    const accepts = (text: string) => rotated !== undefined && acceptsSecret(rotated, SharedSecret.fromText(text));
    expect(['secret', 'old', 'older'].map(accepts)).toEqual([true, true, false]);
  });
});
