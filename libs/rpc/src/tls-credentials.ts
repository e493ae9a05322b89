import { createSecureContext, type PeerCertificate, type SecureContext } from 'node:tls';
import {
  type CallCredentials,
  ChannelCredentials,
  type ChannelOptions,
  type experimental,
  ServerCredentials,
} from '@grpc/grpc-js';
import { callerOf, identityUri } from './identity.ts';
import type { TlsMaterial, TlsSource } from './tls-source.ts';

const MINIMUM = 'TLSv1.3';

/** The server's side: TLS 1.3; `required` refuses a client without a certificate of our authority in the handshake. */
export class ServerTls extends ServerCredentials {
  readonly #stopListening: () => void;

  constructor(source: TlsSource, clientCertificates: 'required' | 'none') {
    const isRequired = clientCertificates === 'required';
    super(
      { requestCert: isRequired, rejectUnauthorized: isRequired, minVersion: MINIMUM },
      contextOptions(source.current()),
    );
    this.#stopListening = source.onChange((material) => this.updateSecureContextOptions(contextOptions(material)));
  }

  /** Stops following the source. */
  close(): void {
    this.#stopListening();
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}

/**
 * The client's side: TLS 1.3, and the server must be the service we mean to call. Its name or address is not compared:
 * a certificate proves a service, wherever it runs.
 */
export class ClientTls extends ChannelCredentials {
  readonly #source: TlsSource;
  readonly #checkServerIdentity: (host: string, certificate: PeerCertificate) => Error | undefined;
  #material: TlsMaterial | undefined;
  #context: SecureContext | undefined;

  constructor(source: TlsSource, serverService: string) {
    super();
    this.#source = source;
    this.#checkServerIdentity = (_host, certificate) => {
      if (callerOf(certificate)?.service === serverService) return undefined;
      return new Error(`certificate of another service: expected ${identityUri(serverService)}`);
    };
  }

  override _isSecure(): boolean {
    return true;
  }

  override _equals(other: ChannelCredentials): boolean {
    return this === other;
  }

  /** Each connection asks for the material anew, so the next connection after a renewal uses it. */
  override _createSecureConnector(
    target: Parameters<ChannelCredentials['_createSecureConnector']>[0],
    options: ChannelOptions,
    callCredentials?: CallCredentials,
  ): experimental.SecureConnector {
    const connector = (): experimental.SecureConnector =>
      ChannelCredentials.createFromSecureContext(this.#currentContext(), {
        checkServerIdentity: this.#checkServerIdentity,
      })._createSecureConnector(target, options, callCredentials);
    const first = connector();
    return {
      connect: (socket) => connector().connect(socket),
      waitForReady: () => Promise.resolve(),
      getCallCredentials: () => first.getCallCredentials(),
      destroy: () => undefined,
    };
  }

  #currentContext(): SecureContext {
    const material = this.#source.current();
    if (this.#context === undefined || material !== this.#material) {
      this.#context = createSecureContext(contextOptions(material));
      this.#material = material;
    }
    return this.#context;
  }
}

function contextOptions({ identity, authority }: TlsMaterial) {
  return { ca: authority, cert: identity?.certificate, key: identity?.key, minVersion: MINIMUM } as const;
}
