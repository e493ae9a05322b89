import { describe, expect, it } from '@jest/globals';
import { SecretBytes } from '@countersign/errors';
import { createAccessRequest, createBuiltInDictionary } from '@countersign/radius';
import { packetOf } from '../../__fixtures__/nas.ts';
import { PacketTrace } from './packet-trace.ts';
import { DuplicateTable, duplicateKey, type PendingRequest } from './duplicate-table.ts';
import { createRadiusClient } from './radius-client.ts';

const client = createRadiusClient(
  {
    id: 'nas',
    network: '10.0.0.1',
    relyingPartyId: 'rp',
    name: 'nas',
    secret: SecretBytes.fromText('secret'),
    previousSecret: undefined,
    isSignatureRequired: true,
    isUnsignedProxyStateAllowed: false,
    passwordEncoding: '',
    nasDeadlineSeconds: 0,
    isClassSent: false,
    clientAddressAttributes: [],
    requestsPerSecond: 0,
  },
  createBuiltInDictionary(),
);
const [secret] = client.secrets;

function request(identifier = 1): PendingRequest {
  if (secret === undefined) throw new Error('the client has a secret');
  const { octets } = createAccessRequest({ identifier, secret, userName: 'a', password: 'b' });
  const packet = packetOf(octets);
  return {
    key: duplicateKey(client, packet),
    client,
    secret,
    packet,
    trace: new PacketTrace({ address: '10.0.0.1', port: 1645, isAccounting: false }, Buffer.alloc(0), 0),
    destination: { address: '10.0.0.1', port: 1645, send: () => {} },
  };
}

const REPLY = Buffer.from('reply');

describe('DuplicateTable', () => {
  it('knows a request as new, pending, answered for 30 seconds, and new again', () => {
    const table = new DuplicateTable();
    const pending = request();
    expect(table.find(pending.key, 0)).toEqual({ kind: 'new' });
    table.begin(pending);
    expect(table.find(pending.key, 0)).toEqual({ kind: 'pending', request: pending });
    table.answer(pending, REPLY, 1000);
    expect(table.find(pending.key, 30_999)).toEqual({ kind: 'answered', octets: REPLY });
    expect(table.find(pending.key, 31_000)).toEqual({ kind: 'new' });
    expect(table.answerCount).toBe(0);
  });

  it('forgets an abandoned request, so that its repeat begins anew', () => {
    const table = new DuplicateTable();
    const pending = request();
    table.begin(pending);
    table.abandon(pending);
    expect(table.find(pending.key, 0).kind).toBe('new');
    expect(table.isPending(pending)).toBe(false);
  });

  it('does not let an old attempt at a request abandon the one that replaced it', () => {
    const table = new DuplicateTable();
    const [old, current] = [request(), request()];
    const same = { ...current, key: old.key };
    table.begin(old);
    table.abandon(old);
    table.begin(same);
    table.abandon(old);
    expect(table.isPending(same)).toBe(true);
  });

  it('drops what was signed with a secret that is gone', () => {
    const table = new DuplicateTable();
    const [pending, answered] = [request(1), request(2)];
    table.begin(pending);
    table.answer(answered, REPLY, 0);
    table.keepOnly(() => true);
    expect([table.pendingCount, table.answerCount]).toEqual([1, 1]);
    table.keepOnly(() => false);
    expect([table.pendingCount, table.answerCount]).toEqual([0, 0]);
  });
});
