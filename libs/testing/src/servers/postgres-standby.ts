import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import type { PostgresNode } from './postgres-node.ts';
import { giveTo, postgresIdentity } from './run-as.ts';

/** Contents that belong to the running server and not to a copy of it; the folders are made anew, empty. */
const NOT_COPIED = new Set([
  'postmaster.pid',
  'postmaster.opts',
  'backup_label',
  'standby.signal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
]);
const EMPTY_FOLDERS = [...NOT_COPIED].filter((name) => name.startsWith('pg_'));

/**
 * Makes `standby` a copy of the running `primary` that follows it. The embedded Postgres has no pg_basebackup, so this is the
 * SQL backup API and a copy of the files (PostgreSQL documentation, 25.3.4). Whatever `standby` held before is removed.
 */
export async function cloneStandby(primary: PostgresNode, standby: PostgresNode): Promise<void> {
  const slot = slotName(standby);
  const client = await primary.connect();
  try {
    await ensureReplicator(client, primary.options.replicatorPassword);
    await ensureSlot(client, slot);
    await client.query("SELECT pg_backup_start('clone', true)");
    rmSync(standby.dataDir, { recursive: true, force: true });
    copyFiles(primary.dataDir, standby.dataDir);
    const { rows } = await client.query<{ labelfile: string; spcmapfile: string | null }>(
      'SELECT labelfile, spcmapfile FROM pg_backup_stop(false)',
    );
    writeFileSync(path.join(standby.dataDir, 'backup_label'), rows[0]?.labelfile ?? '', { mode: 0o600 });
    const tablespaces = rows[0]?.spcmapfile?.trim() ?? '';
    if (tablespaces !== '') writeFileSync(path.join(standby.dataDir, 'tablespace_map'), tablespaces, { mode: 0o600 });
  } finally {
    await client.end();
  }
  follow(primary, standby);
  giveTo(postgresIdentity(), standby.dataDir);
}

/** Points a running standby at another primary, without a restart. */
export async function repointStandby(primary: PostgresNode, standby: PostgresNode): Promise<void> {
  const onPrimary = await primary.connect();
  try {
    await ensureReplicator(onPrimary, primary.options.replicatorPassword);
    await ensureSlot(onPrimary, slotName(standby));
  } finally {
    await onPrimary.end();
  }
  const onStandby = await standby.connect();
  try {
    const info = primary.connectionInfo(standby.name).replaceAll("'", "''");
    await onStandby.query(`ALTER SYSTEM SET primary_conninfo = '${info}'`);
    await onStandby.query(`ALTER SYSTEM SET primary_slot_name = '${slotName(standby)}'`);
    await onStandby.query('SELECT pg_reload_conf()');
  } finally {
    await onStandby.end();
  }
}

/** Resolves when `standby` streams from `primary` and has replayed what the primary had written when asked. */
export async function waitUntilCaughtUp(
  primary: PostgresNode,
  standby: PostgresNode,
  timeoutMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  const [target] = await primary.query<{ lsn: string }>('SELECT pg_current_wal_lsn() AS lsn');
  for (;;) {
    const [row] = await standby.query<{ caught_up: boolean | null }>(
      `SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn
              AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver WHERE status = 'streaming') AS caught_up`,
      [target?.lsn],
    );
    if (row?.caught_up === true) return;
    if (performance.now() > deadline) {
      throw new Error(`Postgres ${standby.name} does not follow ${primary.name}: see ${standby.logFile}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function ensureReplicator(client: pg.Client, password: string): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = 'replicator'");
  if (rowCount === 0) {
    await client.query(`CREATE ROLE replicator LOGIN REPLICATION PASSWORD '${password.replaceAll("'", "''")}'`);
  }
}

async function ensureSlot(client: pg.Client, slot: string): Promise<void> {
  await client.query(
    `SELECT pg_create_physical_replication_slot($1::text, true)
     WHERE NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_name = $1::text)`,
    [slot],
  );
}

function copyFiles(from: string, to: string): void {
  cpSync(from, to, {
    recursive: true,
    filter: (source) => !NOT_COPIED.has(path.relative(from, source)) && !path.basename(source).startsWith('pgsql_tmp'),
  });
  for (const folder of [...EMPTY_FOLDERS, 'pg_wal/archive_status', 'pg_wal/summaries']) {
    mkdirSync(path.join(to, folder), { recursive: true, mode: 0o700 });
  }
}

/** The files that make a data folder start as a standby of `primary`. */
function follow(primary: PostgresNode, standby: PostgresNode): void {
  writeFileSync(path.join(standby.dataDir, 'standby.signal'), '', { mode: 0o600 });
  const settings = path.join(standby.dataDir, 'postgresql.auto.conf');
  const kept = readFileSync(settings, 'utf8')
    .split('\n')
    .filter((line) => !/^primary_(conninfo|slot_name)\s*=/.test(line));
  writeFileSync(settings, kept.join('\n'), { mode: 0o600 });
  const info = primary.connectionInfo(standby.name).replaceAll("'", "''");
  appendFileSync(settings, `\nprimary_conninfo = '${info}'\nprimary_slot_name = '${slotName(standby)}'\n`);
}

function slotName(standby: PostgresNode): string {
  return standby.name.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_');
}
