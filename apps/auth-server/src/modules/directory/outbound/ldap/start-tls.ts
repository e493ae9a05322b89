import type { Socket } from 'node:net';
import { BerReader } from 'ldapts';

/** ExtendedRequest with message id 1 and the OID of StartTLS, 1.3.6.1.4.1.1466.20037 (RFC 4511 section 4.14). */
const REQUEST = Buffer.concat([
  Buffer.from([0x30, 0x1d, 0x02, 0x01, 0x01, 0x77, 0x18, 0x80, 0x16]),
  Buffer.from('1.3.6.1.4.1.1466.20037', 'ascii'),
]);
const EXTENDED_RESPONSE = 0x78;
const LARGEST_RESPONSE = 4096;

/**
 * Asks a directory to begin TLS on this connection and resolves when it agreed.
 *
 * Done by hand and not by the LDAP library, because that one keeps octets which arrive behind the answer and puts them
 * in front of what comes through TLS: somebody on the way could prepare an answer "bind succeeded" in clear.
 */
export async function startTls(socket: Socket): Promise<void> {
  const response = await exchange(socket);
  const reader = new BerReader(response);
  reader.readSequence();
  const messageId = reader.readInt();
  const operation = reader.readSequence();
  const resultCode = reader.readEnumeration();
  if (messageId !== 1 || operation !== EXTENDED_RESPONSE) throw new Error('the answer to StartTLS is not LDAP');
  if (resultCode !== 0) throw new Error(`the directory refuses StartTLS (LDAP result ${resultCode})`);
}

function exchange(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const finish = (error: Error | undefined): void => {
      socket.off('data', onData).off('close', onClose);
      socket.pause();
      if (error === undefined) resolve(received);
      else reject(error);
    };
    const onClose = (): void => finish(new Error('the directory closed the connection instead of beginning TLS'));
    const onData = (octets: Buffer): void => {
      received = Buffer.concat([received, octets]);
      const length = messageLength(received);
      if (length > LARGEST_RESPONSE) finish(new Error('the answer to StartTLS is not LDAP'));
      else if (received.length > length) finish(new Error('there is more in clear behind the answer to StartTLS'));
      else if (received.length === length) finish(undefined);
    };
    socket.on('data', onData).on('close', onClose);
    socket.write(REQUEST);
  });
}

/** Length of the whole message that begins here, as far as its header is there yet; else one more than what is there. */
function messageLength(octets: Buffer): number {
  const [tag, first] = octets;
  if (tag === undefined || first === undefined) return octets.length + 1;
  if (tag !== 0x30) return Number.POSITIVE_INFINITY;
  if (first < 0x80) return 2 + first;
  const lengthOctets = first & 0x7f;
  if (lengthOctets === 0 || lengthOctets > 4) return Number.POSITIVE_INFINITY;
  if (octets.length < 2 + lengthOctets) return octets.length + 1;
  return 2 + lengthOctets + octets.readUIntBE(2, lengthOctets);
}
