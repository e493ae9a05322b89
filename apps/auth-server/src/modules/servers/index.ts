export { ServerRegistry } from './application/server-registry.ts';
export { ActivationGrpc } from './inbound/grpc/activation.grpc.ts';
export { ServerAdministrationGrpc } from './inbound/grpc/server-administration.grpc.ts';
export { ServersModule } from './servers.module.ts';
export { ServiceStateGrpc } from './inbound/grpc/service-state.grpc.ts';
