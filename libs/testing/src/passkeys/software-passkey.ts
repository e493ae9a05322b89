import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What a browser was told to make (the part of `PublicKeyCredentialCreationOptionsJSON` that decides something here). */
export interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id?: string };
  readonly user: { readonly id: string };
  readonly excludeCredentials?: readonly { readonly id: string }[];
}

/** What a browser was told to answer. */
export interface RequestOptions {
  readonly challenge: string;
  readonly rpId?: string;
}

/** How a device behaves. */
export interface Behaviour {
  /** False: it did not make sure who holds it. */
  readonly isUserVerified?: boolean;
  /** Another page than the one that was asked for. */
  readonly rpId?: string;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const ATTESTED = 0x40;

/** An authenticator of WebAuthn level 3 in software: one key of ES256, made without attestation. */
export class SoftwarePasskey {
  readonly credentialId = randomBytes(32).toString('base64url');
  readonly aaguid: string;
  readonly #key: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  #counter = 0;
  #userHandle = '';

  /** @param aaguid names the maker */
  constructor(aaguid = '00000000-0000-0000-0000-000000000000') {
    this.aaguid = aaguid;
    this.#key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  /** What `navigator.credentials.create` gives, as `RegistrationResponseJSON`; throws as a browser does. */
  create(options: CreationOptions, origin: string, behaviour: Behaviour = {}): Record<string, unknown> {
    if (options.excludeCredentials?.some(({ id }) => id === this.credentialId) === true) {
      throw new Error('InvalidStateError: this authenticator has a credential of this user already');
    }
    this.#userHandle = options.user.id;
    const rpId = behaviour.rpId ?? options.rp.id ?? new URL(origin).hostname;
    const clientData = clientDataOf('webauthn.create', options.challenge, origin);
    const flags = ATTESTED | flagsOf(behaviour);
    const authenticatorData = Buffer.concat([this.#head(rpId, flags), this.#attestedCredential()]);
    const attestationObject = map(['fmt', text('none')], ['attStmt', map()], ['authData', bytes(authenticatorData)]);
    return this.#credential({
      clientDataJSON: clientData.toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** What `navigator.credentials.get` gives, as `AuthenticationResponseJSON`. */
  get(options: RequestOptions, origin: string, behaviour: Behaviour = {}): Record<string, unknown> {
    this.#counter += 1;
    const rpId = behaviour.rpId ?? options.rpId ?? new URL(origin).hostname;
    const clientData = clientDataOf('webauthn.get', options.challenge, origin);
    const authenticatorData = this.#head(rpId, flagsOf(behaviour));
    const signed = Buffer.concat([authenticatorData, sha256(clientData)]);
    return this.#credential({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: sign('sha256', signed, this.#key.privateKey).toString('base64url'),
      userHandle: this.#userHandle,
    });
  }

  /** The next answer has a counter that was seen before, as that of a copied key. */
  turnBack(): void {
    this.#counter = 0;
  }

  #credential(response: Record<string, unknown>): Record<string, unknown> {
    const { credentialId: id } = this;
    return {
      id,
      rawId: id,
      type: 'public-key',
      response,
      clientExtensionResults: {},
      authenticatorAttachment: 'platform',
    };
  }

  #head(rpId: string, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    return Buffer.concat([sha256(Buffer.from(rpId)), Buffer.from([flags]), counter]);
  }

  #attestedCredential(): Buffer {
    const id = Buffer.from(this.credentialId, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    return Buffer.concat([Buffer.from(this.aaguid.replaceAll('-', ''), 'hex'), length, id, this.#coseKey()]);
  }

  /** RFC 9053 section 7.1: EC2, ES256, P-256. */
  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#key.publicKey.export({ format: 'jwk' });
    return map(
      [1, integer(2)],
      [3, integer(-7)],
      [-1, integer(1)],
      [-2, bytes(Buffer.from(x, 'base64url'))],
      [-3, bytes(Buffer.from(y, 'base64url'))],
    );
  }
}

function flagsOf({ isUserVerified = true }: Behaviour): number {
  return USER_PRESENT | (isUserVerified ? USER_VERIFIED : 0);
}

function clientDataOf(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

function sha256(octets: Uint8Array): Buffer {
  return createHash('sha256').update(octets).digest();
}

/** CBOR (RFC 8949), as much of it as is needed here. */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff]);
}

function integer(value: number): Buffer {
  return value < 0 ? head(1, -1 - value) : head(0, value);
}

function bytes(octets: Uint8Array): Buffer {
  return Buffer.concat([head(2, octets.length), octets]);
}

function text(value: string): Buffer {
  return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
}

function map(...entries: readonly (readonly [string | number, Buffer])[]): Buffer {
  const parts = entries.flatMap(([key, value]) => [typeof key === 'number' ? integer(key) : text(key), value]);
  return Buffer.concat([head(5, entries.length), ...parts]);
}
