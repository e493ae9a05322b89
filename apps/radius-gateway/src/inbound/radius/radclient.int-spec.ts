import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findProgram, requirePeer } from '@countersign/testing';
import { type GatewayUnderTest, startGateway } from '../../__fixtures__/start-gateway.ts';

const suite = requirePeer('radclient', describe);

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGateway({
    clients: [{ id: 'radclient', network: '127.0.0.0/8', requireMessageAuthenticator: false }],
  });
  const { users } = gateway.core.verifier;
  const replyAttributes = [
    'Filter-Id=staff',
    'Cisco-AVPair="ip:addr-pool=vpn"',
    'Tunnel-Type:1=VLAN',
    'Tunnel-Medium-Type:1=IEEE-802',
    'Tunnel-Private-Group-Id:1=42',
    'Tunnel-Password:1=tunnel secret',
    'MS-MPPE-Send-Key=0x00112233445566778899aabbccddeeff',
    'Framed-IPv6-Prefix=2001:db8:1::/48',
    'Fortinet-Group-Name=vpn users',
  ];
  users.set('alice', { password: 'pw with, comma', replyAttributes, message: 'Bienvenue à bord' });
  users.set('bob', { password: 'pw', code: '123456' });
});

afterAll(async () => {
  await gateway?.stop();
});

/** What radclient prints; it checks the signatures of replies itself and says so when they are wrong. */
async function radclient(kind: 'auth' | 'acct' | 'status', attributes: string, secret = 'testing123'): Promise<string> {
  const port = kind === 'acct' ? gateway.accountingPort : gateway.authPort;
  const args = ['-x', '-r', '1', '-t', '1', `127.0.0.1:${port}`, kind, secret];
  const running = promisify(execFile)(findProgram('radclient') ?? 'radclient', args);
  running.child.stdin?.end(attributes);
  const { stdout, stderr } = await running.catch((error: { stdout: string; stderr: string }) => error);
  return stdout + stderr;
}

suite('radclient of FreeRADIUS', () => {
  it('reads an accept with tags, vendors, hidden values and text as they were meant', async () => {
    const printed = await radclient(
      'auth',
      'User-Name=alice,User-Password="pw with, comma",Message-Authenticator=0x00',
    );
    expect(printed).toContain('Received Access-Accept');
    for (const line of [
      'Filter-Id = "staff"',
      'Cisco-AVPair = "ip:addr-pool=vpn"',
      'Tunnel-Type:1 = VLAN',
      'Tunnel-Medium-Type:1 = IEEE-802',
      'Tunnel-Private-Group-Id:1 = "42"',
      'Tunnel-Password:1 = "tunnel secret"',
      'MS-MPPE-Send-Key = 0x00112233445566778899aabbccddeeff',
      'Framed-IPv6-Prefix = 2001:db8:1::/48',
      'Fortinet-Group-Name = "vpn users"',
      'Reply-Message = "Bienvenue à bord"',
      'Class = 0x',
    ]) {
      expect(printed).toContain(line);
    }
    expect(printed).toMatch(/Received Access-Accept[^\n]*\n\tMessage-Authenticator = 0x/);
  });

  it('goes through a challenge', async () => {
    const challenge = await radclient('auth', 'User-Name=bob,User-Password=pw,Message-Authenticator=0x00');
    expect(challenge).toContain('Received Access-Challenge');
    const state = /State = (0x[0-9a-f]{64})/.exec(challenge)?.[1];
    const answer = `User-Name=bob,User-Password=123456,State=${state},Message-Authenticator=0x00`;
    expect(await radclient('auth', answer)).toContain('Received Access-Accept');
    expect(await radclient('auth', answer)).toContain('Received Access-Reject');
  });

  it('is told no: a wrong password, CHAP', async () => {
    const wrong = 'User-Name=alice,User-Password=wrong,Message-Authenticator=0x00';
    const chap = 'User-Name=alice,CHAP-Password=pw,Message-Authenticator=0x00';
    expect(await radclient('auth', wrong)).toContain('Received Access-Reject');
    expect(await radclient('auth', chap)).toContain('Received Access-Reject');
  });

  it('hides a password of several blocks as we reveal it', async () => {
    const password = 'x'.repeat(100);
    gateway.core.verifier.users.set('long', { password });
    const request = `User-Name=long,User-Password=${password},Message-Authenticator=0x00`;
    expect(await radclient('auth', request)).toContain('Received Access-Accept');
  });

  it('gets no answer under a wrong secret', async () => {
    const request = 'User-Name=alice,User-Password=pw,Message-Authenticator=0x00';
    expect(await radclient('auth', request, 'wrong secret')).toContain('No reply from server');
  });

  it('asks for the status on both ports', async () => {
    expect(await radclient('status', 'Message-Authenticator=0x00')).toContain('Received Access-Accept');
    const status = await radclient('acct', 'Packet-Type=Status-Server,Message-Authenticator=0x00');
    expect(status).toContain('Received Accounting-Response');
  });

  it('has its accounting kept', async () => {
    const record =
      'User-Name=alice,Acct-Status-Type=Stop,Acct-Session-Id=rc-1,Acct-Session-Time=60,' +
      'Acct-Input-Octets=5,Acct-Input-Gigawords=1,Acct-Output-Octets=7,Acct-Terminate-Cause=User-Request,' +
      'Framed-IP-Address=10.1.2.3,Calling-Station-Id=192.0.2.1,Class=0x0102';
    expect(await radclient('acct', record)).toContain('Received Accounting-Response');
    const kept = [...gateway.core.records.values()].find(({ sessionId }) => sessionId === 'rc-1');
    expect(kept).toMatchObject({
      clientId: 'radclient',
      userName: 'alice',
      statusType: 2,
      sessionSeconds: 60,
      inputOctets: 4_294_967_301,
      outputOctets: 7,
      terminateCause: 1,
      framedAddress: '10.1.2.3',
      callingStation: '192.0.2.1',
    });
    expect(kept?.class).toEqual(Buffer.of(1, 2));
  });
});
