import type { ServiceDefinition } from '@grpc/grpc-js';

interface MessageCodec {
  encode(message: never): { finish(): Uint8Array };
  decode(octets: Uint8Array): unknown;
}

/** The shape of the service definitions that the generated code exports (`…ServiceDefinition`). */
export interface RpcServiceDefinition {
  readonly name: string;
  readonly fullName: string;
  readonly methods: Readonly<
    Record<
      string,
      {
        readonly name: string;
        readonly requestType: MessageCodec;
        readonly requestStream: boolean;
        readonly responseType: MessageCodec;
        readonly responseStream: boolean;
      }
    >
  >;
}

/** Turns a generated service definition into the one that `@grpc/grpc-js` takes: plain codecs, no reflection at run time. */
export function toGrpcJs(definition: RpcServiceDefinition): ServiceDefinition {
  const serialize = (codec: MessageCodec) => (message: unknown) => Buffer.from(codec.encode(message as never).finish());
  const deserialize = (codec: MessageCodec) => (octets: Buffer) => codec.decode(octets);
  return Object.fromEntries(
    Object.entries(definition.methods).map(([key, method]) => [
      key,
      {
        path: `/${definition.fullName}/${method.name}`,
        originalName: key,
        requestStream: method.requestStream,
        responseStream: method.responseStream,
        requestSerialize: serialize(method.requestType),
        requestDeserialize: deserialize(method.requestType),
        responseSerialize: serialize(method.responseType),
        responseDeserialize: deserialize(method.responseType),
      },
    ]),
  );
}
