export { FixedClock } from './clock/fixed-clock.ts';
export {
  type IdentityFiles,
  type IssuedIdentity,
  type IssueOptions,
  TestAuthority,
} from './certificates/test-authority.ts';
export { isContinuousIntegration, toolCacheDir } from './config.ts';
export { askControl, askStatus } from './local-stack/control-client.ts';
export type {
  ControlRequest,
  StackAddress,
  StackFile,
  StackProcessStatus,
  StackStatus,
} from './local-stack/control-protocol.ts';
export {
  type CliResult,
  type LocalStackOptions,
  type RunningStack,
  startLocalStack,
} from './local-stack/start-local-stack.ts';
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
export { type DirectoryPerson, personDn, type Slapd, type SlapdOptions, startSlapd } from './ldap/start-slapd.ts';
export { type SambaDirectory, startSamba } from './ldap/start-samba.ts';
export { type Answer, type Decide, type FakeClient, FakeCore, type FakeCoreOptions } from './fake-core/fake-core.ts';
export {
  type FakeService,
  type FakeServices,
  type FakeServicesOptions,
  startFakeServices,
} from './fake-core/fake-services.ts';
export { type FakeUser, FakeVerifier } from './fake-core/fake-verifier.ts';
export {
  FakeSmsGateway,
  type GatewayBehavior,
  type GatewayRequest,
} from './fake-sms-gateway/fake-sms-gateway.ts';
export { type FakeSmtpOptions, FakeSmtpServer } from './fake-smtp/fake-smtp-server.ts';
export type { ReceivedMail } from './fake-smtp/smtp-session.ts';
export { type Behaviour as PasskeyBehaviour, SoftwarePasskey } from './passkeys/software-passkey.ts';
