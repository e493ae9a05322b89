import { createHmac } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const PERIOD_MS = 30_000;

/** The octets of a seed in Base32 (RFC 4648), as otpauth URIs and token files carry it. */
export function fromBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '').toUpperCase()]
    .map((sign) => BASE32.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  const octets = bits.match(/[01]{8}/g) ?? [];
  return Buffer.from(octets.map((each) => Number.parseInt(each, 2)));
}

/** A seed as Base32. Its length must be a multiple of five octets. */
export function toBase32(seed: Uint8Array): string {
  const bits = [...seed].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return (bits.match(/[01]{5}/g) ?? []).map((each) => BASE32[Number.parseInt(each, 2)]).join('');
}

/** The code of a counter or time step (RFC 4226 section 5.3): HMAC-SHA-1, six digits. Independent of the product's own. */
export function oneTimeCode(seed: Uint8Array, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', seed).update(message).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** What a person holds in the hand: shows codes of 30 seconds. */
export class OathDevice {
  readonly seed: Buffer;
  #lastStep = -1;

  constructor(seed: Buffer) {
    this.seed = seed;
  }

  /** The device that scanned what `authenticators add-totp` printed. */
  static fromSecret(secretBase32: string): OathDevice {
    return new OathDevice(fromBase32(secretBase32));
  }

  /** The code on the display now. */
  now(): string {
    return this.#codeOf(currentStep());
  }

  /**
   * A code that was not shown before. The second within half a minute is that of the next step, which the server's
   * window takes: nobody has to wait for the display to change. A third has to.
   */
  next(): string {
    this.#lastStep = Math.max(this.#lastStep + 1, currentStep());
    return this.#codeOf(this.#lastStep);
  }

  /** The code that a device shows whose clock is half a minute fast. */
  ahead(): string {
    return this.#codeOf(currentStep() + 1);
  }

  /** A code that is right at no time near now. */
  wrong(): string {
    const step = currentStep();
    const near = new Set([-3, -2, -1, 0, 1, 2, 3].map((offset) => this.#codeOf(step + offset)));
    return ['271828', '314159', '161803', '141421', '577215', '693147', '299792', '662607'].find(
      (code) => !near.has(code),
    ) as string;
  }

  #codeOf(step: number): string {
    return oneTimeCode(this.seed, step);
  }
}

function currentStep(): number {
  return Math.floor(Date.now() / PERIOD_MS);
}
