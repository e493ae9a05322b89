// Real servers as child processes. Entered apart from the rest of this library, so that the local stack can start them
// without loading what only tests need.
export { askControl, askStatus } from '../local-stack/control-client.ts';
export type {
  ControlAnswer,
  ControlRequest,
  StackAddress,
  StackFile,
  StackProcessStatus,
  StackStatus,
} from '../local-stack/control-protocol.ts';
export { missingPeerPackages } from '../peers/require-peer.ts';
export { defaultRuntimeDir, toolCacheDir } from '../config.ts';
export {
  type Child,
  type ChildCommand,
  describeEnding,
  endChild,
  type Ending,
  lastLines,
  startChild,
} from './child.ts';
export { APP_ROLE, type DatabaseRoles, ensureDatabase, OWNER_ROLE } from './database-roles.ts';
export { freePort, freePortRange, isTcpPortFree, isUdpPortFree } from './free-port.ts';
export { preparePostgresBinaries } from './postgres-binaries.ts';
export { PostgresNode, type PostgresNodeOptions } from './postgres-node.ts';
export { cloneStandby, repointStandby, waitUntilCaughtUp } from './postgres-standby.ts';
export { allEnded, descendants, isRunning, processFacts, sendSignal, signalTree } from './process-tree.ts';
export { ensureRedis, findRedis, type RedisBinary, redisVersion } from './redis-binary.ts';
export { RedisServer, type RedisServerOptions } from './redis-server.ts';
export { isReachableByAll, postgresIdentity } from './run-as.ts';
export { temporaryFolder } from './temporary-folder.ts';
