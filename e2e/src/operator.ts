import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type RpcServiceDefinition, toGrpcJs } from '@countersign/contracts';
import type { StackFile } from '@countersign/testing';
import { Client, ChannelCredentials, Metadata, type ServiceError } from '@grpc/grpc-js';

type Methods<D extends RpcServiceDefinition> = D['methods'];
type Request<D extends RpcServiceDefinition, K extends keyof Methods<D>> = ReturnType<
  Methods<D>[K]['requestType']['decode']
>;
type Response<D extends RpcServiceDefinition, K extends keyof Methods<D>> = ReturnType<
  Methods<D>[K]['responseType']['decode']
>;

/** A call that was refused, with the code of the closed list. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;
  readonly milliseconds: number;

  constructor(error: ServiceError, milliseconds: number) {
    super(error.details, { cause: error });
    const [code] = error.metadata.get('error-code');
    const [seconds] = error.metadata.get('retry-after-seconds');
    this.code = typeof code === 'string' ? code : `grpc status ${error.code}`;
    this.retryAfterSeconds = typeof seconds === 'string' ? Number(seconds) : undefined;
    this.milliseconds = milliseconds;
  }
}

/** The operator's own connection to one auth-server: what the command line calls, without the start of a process. */
export class Operator {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  static connect({ core, tls }: StackFile, server: string): Operator {
    const identity = {
      key: readFileSync(tls.key, 'utf8'),
      certificate: readFileSync(tls.certificate, 'utf8'),
      authority: readFileSync(tls.authority, 'utf8'),
    };
    return Operator.as(identity, core, server);
  }

  /** The same calls in another's name, to see them refused. */
  static as(
    { key, certificate, authority }: Readonly<Record<'key' | 'certificate' | 'authority', string>>,
    core: StackFile['core'],
    server: string,
  ): Operator {
    const found = core.find(({ name }) => name === server);
    if (found === undefined) throw new Error(`no server ${server}`);
    const credentials = ChannelCredentials.createSsl(
      Buffer.from(authority),
      Buffer.from(key),
      Buffer.from(certificate),
    );
    const options = {
      'grpc.ssl_target_name_override': 'localhost',
      'grpc.max_send_message_length': -1,
      'grpc.initial_reconnect_backoff_ms': 50,
      'grpc.max_reconnect_backoff_ms': 200,
    };
    return new Operator(new Client(`${found.host}:${found.port}`, credentials, options));
  }

  close(): void {
    this.#client.close();
  }

  /** One call; fields that are not given are empty. @throws CallRefused */
  async call<D extends RpcServiceDefinition, K extends keyof Methods<D> & string>(
    definition: D,
    method: K,
    request: Partial<Request<D, K>>,
    deadlineMs = 20_000,
  ): Promise<Response<D, K>> {
    const metadata = new Metadata();
    metadata.set('idempotency-key', randomUUID());
    metadata.set('operator', 'e2e');
    const rpc = toGrpcJs(definition)[method];
    if (rpc === undefined) throw new Error(`no call ${method}`);
    const { requestType } = definition.methods[method] as unknown as Codec;
    const startedAt = performance.now();
    return await new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        rpc.path,
        rpc.requestSerialize,
        rpc.responseDeserialize,
        requestType.fromPartial(request),
        metadata,
        { deadline: Date.now() + deadlineMs },
        (error, response) => {
          if (error === null) resolve(response as Response<D, K>);
          else reject(new CallRefused(error, performance.now() - startedAt));
        },
      );
    });
  }
}

interface Codec {
  readonly requestType: { fromPartial(message: unknown): unknown };
}
