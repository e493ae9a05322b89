import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  AttributeType,
  type AttributeToSend,
  encodeReply,
  parse,
  RadiusCode,
  type RadiusPacket,
  replyMessageAttributes,
  revealPassword,
  SharedSecret,
  textAttribute,
} from '@countersign/radius';
import { temporaryFolder } from '@countersign/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../__fixtures__/fake-terminal.ts';

const secret = SharedSecret.fromText('a shared secret');

describe('try radius', () => {
  const folder = temporaryFolder();
  const secretFile = path.join(folder.path, 'secret');
  let gateway: Socket;
  let dropped: number;
  let forged: boolean;

  beforeAll(async () => {
    writeFileSync(secretFile, 'a shared secret\n', { mode: 0o600 });
    gateway = createSocket('udp4');
    gateway.on('message', (datagram, { port, address }) => {
      if (dropped > 0) {
        dropped -= 1;
        return;
      }
      const octets = answerTo(datagram);
      if (forged) octets[4] = (octets[4] ?? 0) ^ 1;
      gateway.send(octets, port, address);
    });
    gateway.bind(0, '127.0.0.1');
    await once(gateway, 'listening');
  });
  afterAll(() => {
    gateway.close();
    folder.remove();
  });
  beforeEach(() => {
    dropped = 0;
    forged = false;
  });

  const attempt = async (answers: readonly string[], ...more: readonly string[]) =>
    await runCommand(
      [
        'try',
        'radius',
        'alice',
        '--server',
        `127.0.0.1:${gateway.address().port}`,
        '--secret-file',
        secretFile,
        '--timeout',
        '1',
        '--tries',
        '2',
        ...more,
      ],
      { answers },
    );

  it('shows the challenge, takes the code, and prints the attributes of the accept', async () => {
    const { out, code, questions } = await attempt(['password', '123456']);
    expect([code, questions]).toEqual([0, [expect.stringContaining('Password'), 'Answer: ']]);
    expect(out).toContain('<- Access-Challenge');
    expect(out).toContain('Reply-Message = Enter your code');
    expect(out).toContain('Filter-Id = staff');
    expect(out).toContain(`radclient -x -S ${secretFile} 127.0.0.1:${gateway.address().port} auth`);
    expect(out).not.toContain('123456');
  });

  it('ends with 1 when the answer is no', async () => {
    const { out, code } = await attempt(['password', '000000']);
    expect([code, out]).toEqual([1, expect.stringContaining('<- Access-Reject')]);
  });

  it('sends the same request again when no answer comes', async () => {
    dropped = 1;
    expect(await attempt(['password', '123456'])).toMatchObject({ code: 0 });
  });

  it('ignores a reply that was not signed with the secret, and says so', async () => {
    forged = true;
    expect(await attempt(['password'])).toMatchObject({ code: 3, err: expect.stringContaining('forges') });
  });

  it('prints every round as JSON', async () => {
    const { out } = await attempt(['password'], '--json', '--code', '123456');
    expect(JSON.parse(out)).toMatchObject({
      isAccepted: true,
      rounds: [{ reply: 'Access-Challenge' }, { reply: 'Access-Accept' }],
    });
  });

  it('is over in a script when a challenge comes that no option answers', async () => {
    const args = ['--server', `127.0.0.1:${gateway.address().port}`, '--secret-file', secretFile, '--password-stdin'];
    const { out, code } = await runCommand(['try', 'radius', 'alice', ...args], { stdin: 'password' });
    expect([code, out]).toEqual([1, expect.stringContaining('Not signed in.')]);
  });

  it('refuses an attribute that no dictionary knows', async () => {
    expect(await attempt(['password'], '--attribute', 'Colour=red')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Colour'),
    });
  });
});

/** Password first, then 123456 as answer to a challenge. */
function answerTo(datagram: Buffer): Buffer {
  const parsed = parse(datagram);
  if (parsed.kind !== 'packet') throw new Error('not a packet');
  const { packet } = parsed;
  const typed = revealPassword(
    packet.find(AttributeType.userPassword) ?? Buffer.alloc(0),
    secret,
    packet.requestAuthenticator,
  );
  if (packet.state === undefined) {
    const state = { type: AttributeType.state, value: Buffer.from('state'), isMandatory: true };
    return reply(packet, RadiusCode.accessChallenge, [state, ...replyMessageAttributes('Enter your code')]);
  }
  if (typed?.toString() !== '123456') return reply(packet, RadiusCode.accessReject, []);
  return reply(packet, RadiusCode.accessAccept, [textAttribute(AttributeType.filterId, 'staff')]);
}

function reply(request: RadiusPacket, code: number, attributes: readonly AttributeToSend[]): Buffer {
  const encoded = encodeReply({ code, request, secret, attributes });
  if (encoded.kind !== 'encoded') throw new Error('the reply does not fit');
  return encoded.octets;
}
