export { SetupGrpc } from './inbound/grpc/setup.grpc.ts';
export { SetupModule } from './setup.module.ts';
