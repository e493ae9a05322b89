export { BatchedDuplex, type BatchedDuplexOptions, type BatchedStream } from './batched-duplex.ts';
export { type ErrorStatus, grpcErrorTable, statusOf } from './error-to-status.ts';
export { ANONYMOUS_SERVICE, type Caller, callerOf, identityUri } from './identity.ts';
export { formatAddress, type RpcAddress } from './address.ts';
export { resolveAddresses } from './name-resolver.ts';
export { createRpcChannel, type RpcChannel, type RpcChannelOptions } from './rpc-channel.ts';
export type { RpcCallOptions, RpcClient } from './rpc-client.ts';
export { createRpcServer, type RpcServer, type RpcServerOptions } from './rpc-server.ts';
export type {
  AllowedCallers,
  BidiHandler,
  CallContext,
  RequestOf,
  ResponseOf,
  RpcMethod,
  RpcMethods,
  ServiceImplementation,
  StreamHandler,
  UnaryHandler,
} from './rpc-types.ts';
export { statusToError } from './status-to-error.ts';
export { TlsFiles, type TlsFilePaths, type TlsFilesOptions } from './tls-files.ts';
export { type TlsMaterial, type TlsSource, trustOnly } from './tls-source.ts';
