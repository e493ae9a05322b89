import { describe, expect, it } from '@jest/globals';
import { AttributeType, createAccessRequest, createBuiltInDictionary, parse, SharedSecret } from '@countersign/radius';
import { describeTrace } from './packet-text.ts';
import { PacketTrace } from './packet-trace.ts';

const dictionary = createBuiltInDictionary();

/** A trace of a sign-in with a password. */
function aTrace(): PacketTrace {
  const secret = SharedSecret.fromText('testing123');
  const octets = Buffer.from(
    createAccessRequest({
      ...{ identifier: 9, secret, userName: 'alice', password: 'correct horse' },
      attributes: [{ type: AttributeType.state, value: Buffer.from('a handle') }],
    }).octets,
  );
  const trace = new PacketTrace({ address: '192.0.2.10', port: 1645, isAccounting: false }, octets, 1000);
  const parsed = parse(octets);
  if (parsed.kind === 'discard') throw new Error(parsed.reason);
  trace.packet = parsed.packet;
  return trace;
}

describe('PacketTrace', () => {
  it('wipes the password from memory as soon as the request ended', () => {
    const trace = aTrace();
    const hidden = trace.packet?.find(AttributeType.userPassword);
    expect(hidden?.some((octet) => octet !== 0)).toBe(true);
    trace.end('replied', 1012);
    expect(hidden?.every((octet) => octet === 0)).toBe(true);
    expect(trace.packet?.findText(AttributeType.userName)).toBe('alice');
  });

  it('tells a packet without its password, signature or the handle of a challenge', () => {
    const trace = aTrace();
    trace.signature = 'good';
    trace.end('discarded', 1012);
    const told = describeTrace(trace, dictionary, 5000);
    expect(told).toMatchObject({ receivedAt: 6000, milliseconds: 12, code: 1, identifier: 9, outcome: 'discarded' });
    const values = Object.fromEntries(told.attributes.map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({ 'User-Name': 'alice', 'User-Password': '••••••', State: '••••••' });
    expect(values['Message-Authenticator']).toBe('••••••');
  });

  it('tells its end to whoever waits for it', () => {
    const trace = aTrace();
    const ends: string[] = [];
    trace.onEnd = () => ends.push(trace.outcome);
    trace.end('replied', 1001);
    expect(ends).toEqual(['replied']);
  });
});
