import net from 'node:net';
import tls from 'node:tls';
import type { DirectoryServerSettings } from './load-directory-config.ts';
import { startTls } from './start-tls.ts';

/**
 * Connects to a server of the directory, encrypted unless the configuration says otherwise: the certificate must come
 * from one of the configured authorities and carry the configured host name or address, TLS 1.2 or newer.
 *
 * @throws Error in words; the signal's reason when it aborts first
 */
export async function openDirectorySocket(server: DirectoryServerSettings, signal: AbortSignal): Promise<net.Socket> {
  signal.throwIfAborted();
  if (server.security === 'ldaps') {
    const socket = tls.connect({ ...tlsOptions(server), host: server.host, port: server.port });
    return guarded(socket, signal, () => connected(socket, 'secureConnect'));
  }
  const socket = net.connect({ host: server.host, port: server.port, noDelay: true });
  return guarded(socket, signal, async () => {
    await connected(socket, 'connect');
    if (server.security === 'none') return socket;
    await startTls(socket);
    const secured = tls.connect({ ...tlsOptions(server), socket, host: server.host });
    secured.once('close', () => socket.destroy());
    return connected(secured, 'secureConnect');
  });
}

function tlsOptions({ host, authorities }: DirectoryServerSettings): tls.ConnectionOptions {
  return {
    ca: [...authorities],
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    // An address may not be sent as a server name (RFC 6066 section 3); the certificate is checked against it all the same.
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
  };
}

/** Whatever goes wrong, also with time, leaves no socket behind. */
async function guarded<T extends net.Socket>(
  socket: net.Socket,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  let giveUp = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function connected<T extends net.Socket>(socket: T, event: 'connect' | 'secureConnect'): Promise<T> {
  return new Promise((resolve, reject) => {
    // The listener stays: an error that comes later, or while somebody else gives up, must not end the process.
    socket.on('error', reject);
    socket.once('close', () => reject(new Error('the directory closed the connection')));
    socket.once(event, () => resolve(socket));
  });
}
