import { type Dictionary, parseIpAddress } from '@countersign/radius';
import type { ClientSnapshot } from '../../application/ports/client-configuration.ts';
import { createRadiusClient, type RadiusClient } from './radius-client.ts';

/** A client of the list that cannot be used, and why. */
export interface ClientProblem {
  readonly clientId: string;
  readonly problem: string;
}

interface Network {
  readonly octets: Buffer;
  readonly prefixLength: number;
}

const MAX_REMEMBERED_ADDRESSES = 65_536;

/**
 * Finds the client that owns a source address: the longest prefix wins (RFC 2865 §3: the secret is chosen by the source
 * address, by nothing inside the packet). Answers for addresses seen before come from a bounded memory, the answer
 * "nobody" too, so that a flood from invented addresses costs neither time nor memory.
 */
export class ClientTable {
  readonly #byPrefix = new Map<number, Map<string, RadiusClient>>();
  readonly #lengths: number[];
  readonly #byId = new Map<string, RadiusClient>();
  readonly #remembered = new Map<string, RadiusClient | undefined>();
  readonly #maxRemembered: number;
  /** Clients that were left out: of two with one network the second, and those whose network or secret is no good. */
  readonly problems: readonly ClientProblem[];

  constructor(snapshot: ClientSnapshot, dictionary: Dictionary, maxRemembered = MAX_REMEMBERED_ADDRESSES) {
    this.#maxRemembered = maxRemembered;
    const problems: ClientProblem[] = [];
    for (const configuration of snapshot.clients) {
      const problem = this.#add(configuration, dictionary);
      if (problem !== undefined) {
        problems.push({ clientId: configuration.id, problem });
      }
    }
    this.problems = problems;
    this.#lengths = [...this.#byPrefix.keys()].sort((one, other) => other - one);
  }

  get size(): number {
    return this.#byId.size;
  }

  /** The client behind a source address as a socket gives it; an IPv4 address in IPv6 clothes is the IPv4 address. */
  find(address: string): RadiusClient | undefined {
    if (this.#remembered.has(address)) {
      return this.#remembered.get(address);
    }
    const client = this.#search(address);
    if (this.#remembered.size >= this.#maxRemembered) {
      const [oldest] = this.#remembered.keys();
      this.#remembered.delete(oldest as string);
    }
    this.#remembered.set(address, client);
    return client;
  }

  byId(id: string): RadiusClient | undefined {
    return this.#byId.get(id);
  }

  #add(configuration: ClientSnapshot['clients'][number], dictionary: Dictionary): string | undefined {
    const network = parseNetwork(configuration.network);
    if (network === undefined) {
      return 'its network is neither an address nor a network in CIDR notation';
    }
    if (configuration.secret.length === 0) {
      return 'its secret is empty';
    }
    const key = prefixKey(network.octets, network.prefixLength);
    const group = lengthGroup(network.octets, network.prefixLength);
    const clients = this.#byPrefix.get(group) ?? new Map<string, RadiusClient>();
    if (clients.has(key)) {
      return 'another client has the same network';
    }
    const client = createRadiusClient(configuration, dictionary);
    clients.set(key, client);
    this.#byPrefix.set(group, clients);
    this.#byId.set(configuration.id, client);
    return undefined;
  }

  #search(address: string): RadiusClient | undefined {
    const octets = parseIpAddress(address.replace(/%.*$/, ''));
    if (octets === undefined) {
      return undefined;
    }
    for (const group of this.#lengths) {
      const prefixLength = group % FAMILY_STEP;
      if (group === lengthGroup(octets, prefixLength)) {
        const client = this.#byPrefix.get(group)?.get(prefixKey(octets, prefixLength));
        if (client !== undefined) {
          return client;
        }
      }
    }
    return undefined;
  }
}

// Prefix lengths of the two families share one number line: IPv4 below, IPv6 above.
const FAMILY_STEP = 1000;

function lengthGroup(octets: Buffer, prefixLength: number): number {
  return octets.length === 4 ? prefixLength : FAMILY_STEP + prefixLength;
}

function parseNetwork(text: string): Network | undefined {
  const [address = '', bits, ...rest] = text.trim().split('/');
  const octets = parseIpAddress(address);
  if (octets === undefined || rest.length > 0) {
    return undefined;
  }
  const prefixLength = bits === undefined ? octets.length * 8 : Number(bits);
  const isLength = bits === undefined || /^[0-9]{1,3}$/.test(bits);
  return isLength && prefixLength <= octets.length * 8 ? { octets, prefixLength } : undefined;
}

/** The first `prefixLength` bits, the rest zero, as a key. */
function prefixKey(octets: Buffer, prefixLength: number): string {
  const masked = Buffer.from(octets);
  const whole = prefixLength >> 3;
  if (whole < masked.length) {
    masked[whole] = (masked[whole] as number) & (0xff00 >> (prefixLength & 7));
    masked.fill(0, whole + 1);
  }
  return masked.toString('latin1');
}
