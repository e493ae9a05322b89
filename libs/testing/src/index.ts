export { FixedClock } from './clock/fixed-clock.ts';
export {
  type IdentityFiles,
  type IssuedIdentity,
  type IssueOptions,
  TestAuthority,
} from './certificates/test-authority.ts';
export { isContinuousIntegration, toolCacheDir } from './config.ts';
export { aTestDatabase, type DatabaseLogin, type TestDatabase } from './postgres/a-test-database.ts';
export { findProgram, hasPeer, type Peer, requirePeer } from './peers/require-peer.ts';
export { type PostgresPair, startPostgresPair } from './postgres/start-postgres-pair.ts';
export { aTestRedis, startRedis, type TestRedis } from './redis/start-redis.ts';
export { repositoryRoot } from './repository.ts';
export {
  freePort,
  freePortRange,
  isTcpPortFree,
  isUdpPortFree,
  PostgresNode,
  RedisServer,
  temporaryFolder,
} from './servers/index.ts';
