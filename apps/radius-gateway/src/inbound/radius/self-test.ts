import { createSocket, type Socket } from 'node:dgram';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  AttributeType,
  createAccessRequest,
  createStatusServer,
  type SentRequest,
  SharedSecret,
  textAttribute,
} from '@countersign/radius';
import type { SelfTestOrder, SelfTestResult, TracedPacket } from '../../application/ports/traffic-reports.ts';
import type { DatagramHandler } from './datagram-handler.ts';
import type { PacketTrace } from './packet-trace.ts';
import type { RadiusClient } from './radius-client.ts';

/** What {@link SelfTest} works with. */
export interface SelfTestParts {
  readonly handler: Pick<DatagramHandler, 'expectTest'>;
  readonly describe: (trace: PacketTrace) => TracedPacket;
  readonly findClient: (id: string) => RadiusClient | undefined;
  /** The socket that is tested. */
  readonly socket: () => { readonly address: string; readonly port: number } | undefined;
}

/** Several gateways of one host may share an address; then the kernel chooses by the sender's port, so another is tried. */
const MAX_PORTS = 8;
const ARRIVAL_MILLISECONDS = 500;
const GRACE_MILLISECONDS = 500;
const NAS_IDENTIFIER = 'countersign-test';

/**
 * Sends a real request through the network to the gateway's own socket, as if a client had sent it. Everything between
 * datagram and reply is what the client itself would meet, but for the client's address.
 */
export class SelfTest {
  readonly #parts: SelfTestParts;

  constructor(parts: SelfTestParts) {
    this.#parts = parts;
  }

  async run(order: SelfTestOrder): Promise<SelfTestResult> {
    const client = this.#parts.findClient(order.clientId);
    const bound = this.#parts.socket();
    if (client === undefined || bound === undefined) {
      return { id: order.id, outcome: 'unknown_client', packet: undefined, target: '' };
    }
    const host = loopbackOf(bound.address);
    const target = host.includes(':') ? `[${host}]:${bound.port}` : `${host}:${bound.port}`;
    for (let attempt = 0; attempt < MAX_PORTS; attempt += 1) {
      const trace = await this.#try(order, client, { host, port: bound.port });
      if (trace !== undefined) {
        const outcome = trace.outcome === 'pending' || trace.outcome === 'repeated' ? 'no_answer' : trace.outcome;
        return { id: order.id, outcome, packet: this.#parts.describe(trace), target };
      }
    }
    return { id: order.id, outcome: 'not_received', packet: undefined, target };
  }

  /** Undefined when the datagram did not reach this process. */
  async #try(
    order: SelfTestOrder,
    client: RadiusClient,
    to: { readonly host: string; readonly port: number },
  ): Promise<PacketTrace | undefined> {
    const socket = await openSocket(to.host);
    const { port } = socket.address();
    const ended = new AbortController();
    let trace: PacketTrace | undefined;
    const forget = this.#parts.handler.expectTest(`${to.host}:${port}`, client, (arrived) => {
      trace = arrived;
      arrived.onEnd = () => ended.abort();
    });
    try {
      socket.send(requestOf(order, client).octets, to.port, to.host);
      await wait(ARRIVAL_MILLISECONDS, ended.signal);
      if (trace === undefined) return undefined;
      if (!ended.signal.aborted) await wait(order.patienceMilliseconds + GRACE_MILLISECONDS, ended.signal);
      return trace;
    } finally {
      forget();
      socket.close();
    }
  }
}

function requestOf(order: SelfTestOrder, client: RadiusClient): SentRequest {
  const secret = order.secret.length === 0 ? client.secrets[0] : new SharedSecret(Buffer.from(order.secret));
  if (secret === undefined) throw new Error('the client has no secret');
  const identifier = randomInt(256);
  const attributes = [textAttribute(AttributeType.nasIdentifier, NAS_IDENTIFIER)];
  return order.userName === ''
    ? createStatusServer({ identifier, secret, attributes })
    : createAccessRequest({ identifier, secret, attributes, userName: order.userName, password: order.password });
}

async function openSocket(host: string): Promise<Socket> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const listening = once(socket, 'listening');
  socket.bind({ address: host, port: 0 });
  await listening;
  // The gateway's trace tells what was answered; a reply nobody reads must not be an error.
  socket.on('error', () => undefined);
  return socket;
}

function loopbackOf(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  return address === '::' ? '::1' : address;
}

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}
