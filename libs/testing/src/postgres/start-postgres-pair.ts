import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { toolCacheDir } from '../config.ts';
import { repositoryRoot } from '../repository.ts';
import { APP_ROLE, ensureDatabase, OWNER_ROLE } from '../servers/database-roles.ts';
import { freePort } from '../servers/free-port.ts';
import { preparePostgresBinaries } from '../servers/postgres-binaries.ts';
import { PostgresNode } from '../servers/postgres-node.ts';
import { cloneStandby, waitUntilCaughtUp } from '../servers/postgres-standby.ts';
import { temporaryFolder } from '../servers/temporary-folder.ts';

/** A primary and a streaming replica of its own, for tests that kill, hang and promote them. */
export interface PostgresPair {
  /** First primary; after a promotion of the replica it is the old one. */
  readonly primary: PostgresNode;
  readonly replica: PostgresNode;
  readonly database: string;
  /** Role `countersign`: what auth-server connects as. Its password is also the owner's. */
  readonly user: string;
  readonly owner: string;
  readonly password: string;
  /** Makes `standby` a new copy of `primary` and starts it: how an old master comes back. */
  rejoin(standby: PostgresNode, primary: PostgresNode): Promise<void>;
  /** Resolves when the replica has replayed all that the primary had written. */
  waitUntilReplicated(): Promise<void>;
  /** Stops both and removes their data; call it in `afterAll`. */
  remove(): Promise<void>;
}

/**
 * Starts a primary and its streaming replica on free ports (about 4 s). `crash`, `hang`, `wake`, `promote` and `start` of a node
 * do to it what its name says. The database `countersign` exists with its roles and no tables.
 */
export async function startPostgresPair(): Promise<PostgresPair> {
  const folder = temporaryFolder();
  const password = randomBytes(12).toString('hex');
  const primary = await aNode('pg-1', folder.path, password);
  const replica = await aNode('pg-2', folder.path, password);
  const database = 'countersign';
  const remove = async (): Promise<void> => {
    await Promise.all([primary.stop('SIGQUIT'), replica.stop('SIGQUIT')]);
    folder.remove();
  };
  try {
    primary.initialize();
    await primary.start();
    await ensureDatabase(primary, { database, ownerPassword: password, appPassword: password });
    await joinAsStandby(replica, primary);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    primary,
    replica,
    database,
    user: APP_ROLE,
    owner: OWNER_ROLE,
    password,
    rejoin: joinAsStandby,
    waitUntilReplicated: async () => await waitUntilCaughtUp(primary, replica),
    remove,
  };
}

async function aNode(name: string, folder: string, password: string): Promise<PostgresNode> {
  return new PostgresNode({
    name,
    native: preparePostgresBinaries(toolCacheDir(repositoryRoot())),
    dataDir: path.join(folder, name),
    logFile: path.join(folder, `${name}.log`),
    port: await freePort(),
    superuserPassword: password,
    replicatorPassword: password,
    settings: ['fsync=off'],
  });
}

async function joinAsStandby(standby: PostgresNode, primary: PostgresNode): Promise<void> {
  await standby.stop('SIGQUIT');
  await cloneStandby(primary, standby);
  await standby.start();
  await waitUntilCaughtUp(primary, standby);
}
