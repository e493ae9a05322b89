export { RELYING_PARTIES, type RelyingParties } from './application/ports/relying-parties.ts';
export { UNSAFE_RADIUS_CLIENTS, type UnsafeRadiusClients } from './application/unsafe-radius-clients.ts';
export { RadiusClientAdministrationGrpc } from './inbound/grpc/radius-client-administration.grpc.ts';
export { RadiusClientFeedGrpc } from './inbound/grpc/radius-client-feed.grpc.ts';
export { RelyingPartiesModule } from './relying-parties.module.ts';
