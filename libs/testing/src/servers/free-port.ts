import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { jestWorker } from '../config.ts';

const LOOPBACK = '127.0.0.1';
/** Above the last port that fetch refuses to open, 10080. */
const LOWEST_PORT = 10_100;
/** Jest workers that never share a range. */
const WORKERS = 8;

/** A TCP port of loopback that was free a moment ago. Bind it soon: nothing holds it for you. */
export async function freePort(): Promise<number> {
  return await new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}

/** True when a TCP server can be bound to `port` on loopback now. */
export async function isTcpPortFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** True when a UDP socket can be bound to `port` on loopback now. */
export async function isUdpPortFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, address: LOOPBACK, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

/**
 * The first of `length` consecutive ports that are all free, over UDP and TCP: at random in the range below the kernel's
 * ephemeral ports, so that a client's own port never lands in it, and each Jest worker in ranges of its own, because what two
 * workers find free at the same moment they would both take.
 */
export async function freePortRange(length: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const round = Math.floor((Math.random() * (32_000 - LOWEST_PORT)) / (length * WORKERS));
    const first = LOWEST_PORT + (round * WORKERS + (jestWorker() % WORKERS)) * length;
    if (first + length > 32_000) continue;
    if (await isRangeFree(first, length)) return first;
  }
  throw new Error(`no ${length} free consecutive ports between ${LOWEST_PORT} and 32000`);
}

async function isRangeFree(first: number, length: number): Promise<boolean> {
  for (let port = first; port < first + length; port++) {
    if (!(await isTcpPortFree(port)) || !(await isUdpPortFree(port))) return false;
  }
  return true;
}
