export { AdministratorsModule } from './administrators.module.ts';
export {
  ADMINISTRATOR_REPOSITORY,
  type AdministratorRepository,
} from './application/ports/administrator-repository.ts';
export { AdministratorGrpc } from './inbound/grpc/administrator.grpc.ts';
