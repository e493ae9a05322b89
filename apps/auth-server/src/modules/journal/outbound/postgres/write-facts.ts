import type { EntityManager } from 'typeorm';
import type { HourlyCount } from '../../application/ports/hourly-count.ts';
import type { FloorChange, ProjectedFacts, StandingChange } from '../../application/ports/journal-ledger.ts';

/** Carries what Redis enforced to the tables from which Redis would be rebuilt. Rows that are gone meanwhile are left out. */
export async function writeFacts(
  manager: EntityManager,
  { floors, spentCodes, standings, signIns, frauds, counts }: ProjectedFacts,
): Promise<void> {
  if (floors.length > 0) await raiseFloors(manager, floors);
  if (spentCodes.size > 0) await spendCodes(manager, spentCodes);
  for (const change of standings) await changeStanding(manager, change);
  if (signIns.size > 0) await noteSignIns(manager, signIns);
  for (const report of frauds) await addFraudReport(manager, report);
  if (counts.length > 0) await raiseCounts(manager, counts);
}

/** Only ever upwards. Locked in the order of their ids, so that two servers never wait for each other. */
async function raiseFloors(manager: EntityManager, floors: readonly FloorChange[]): Promise<void> {
  await manager.query(
    `WITH change AS (
       SELECT c.id, c.value, c.drift, to_timestamp(c.used_at / 1000.0) AS used_at
       FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::float8[]) AS c (id, value, drift, used_at)
     ), locked AS MATERIALIZED (
       SELECT a.id FROM authenticators a JOIN change USING (id) ORDER BY a.id FOR NO KEY UPDATE OF a
     )
     UPDATE authenticators a
     SET last_accepted = greatest(a.last_accepted, c.value),
         drift_steps = CASE WHEN c.value > a.last_accepted THEN coalesce(c.drift, a.drift_steps) ELSE a.drift_steps END,
         last_used_at = greatest(a.last_used_at, c.used_at)
     FROM change c JOIN locked USING (id)
     WHERE a.id = c.id`,
    [
      floors.map(({ authenticatorId }) => authenticatorId),
      floors.map(({ value }) => value),
      floors.map(({ driftSteps }) => driftSteps ?? null),
      floors.map(({ usedAt }) => usedAt),
    ],
  );
}

async function spendCodes(manager: EntityManager, codes: ReadonlyMap<string, number>): Promise<void> {
  await manager.query(
    `UPDATE recovery_codes r SET used_at = least(r.used_at, to_timestamp(c.used_at / 1000.0))
     FROM unnest($1::uuid[], $2::float8[]) AS c (id, used_at) WHERE r.id = c.id`,
    [[...codes.keys()], [...codes.values()]],
  );
}

/** Locked in the order of their ids, as the floors are. */
async function noteSignIns(manager: EntityManager, signIns: ReadonlyMap<string, number>): Promise<void> {
  await manager.query(
    `WITH change AS (
       SELECT s.user_id, to_timestamp(s.at / 1000.0) AS at FROM unnest($1::uuid[], $2::float8[]) AS s (user_id, at)
     ), locked AS MATERIALIZED (
       SELECT a.user_id FROM user_activity a JOIN change USING (user_id) ORDER BY a.user_id FOR NO KEY UPDATE OF a
     )
     UPDATE user_activity a SET last_sign_in_at = greatest(a.last_sign_in_at, c.at)
     FROM change c JOIN locked USING (user_id) WHERE a.user_id = c.user_id`,
    [[...signIns.keys()], [...signIns.values()]],
  );
}

/** An event that comes late (from a spool) does not undo a newer one. */
async function changeStanding(manager: EntityManager, { userId, changedAt, fields }: StandingChange): Promise<void> {
  const values = [fields.lockedUntil, fields.blockedUntil, fields.blockReason, fields.bypassId, fields.bypassUntil];
  await manager.query(
    `INSERT INTO user_standings AS s (user_id, updated_at, locked_until, blocked_until, block_reason, bypass_id, bypass_until)
     SELECT u.id, to_timestamp($2 / 1000.0), to_timestamp($3::float8 / 1000.0), to_timestamp($4::float8 / 1000.0), $5::text, $6::text,
            to_timestamp($7::float8 / 1000.0)
     FROM users u WHERE u.id = $1
     ON CONFLICT (user_id) DO UPDATE SET
       updated_at = excluded.updated_at,
       locked_until = CASE WHEN ($8::boolean[])[1] THEN excluded.locked_until ELSE s.locked_until END,
       blocked_until = CASE WHEN ($8::boolean[])[2] THEN excluded.blocked_until ELSE s.blocked_until END,
       block_reason = CASE WHEN ($8::boolean[])[3] THEN excluded.block_reason ELSE s.block_reason END,
       bypass_id = CASE WHEN ($8::boolean[])[4] THEN excluded.bypass_id ELSE s.bypass_id END,
       bypass_until = CASE WHEN ($8::boolean[])[5] THEN excluded.bypass_until ELSE s.bypass_until END
     WHERE excluded.updated_at >= s.updated_at`,
    [userId, changedAt, ...values.map((value) => value ?? null), values.map((value) => value !== undefined)],
  );
}

async function raiseCounts(manager: EntityManager, counts: readonly HourlyCount[]): Promise<void> {
  await manager.query(
    `INSERT INTO hourly_counts AS h (hour, measure, label, part, count)
     SELECT to_timestamp(c.hour / 1000.0), c.measure, c.label, c.part, c.count
     FROM unnest($1::float8[], $2::text[], $3::text[], $4::text[], $5::bigint[]) AS c (hour, measure, label, part, count)
     ON CONFLICT (hour, measure, label, part) DO UPDATE SET count = h.count + excluded.count`,
    [
      counts.map(({ hour }) => hour),
      counts.map(({ measure }) => measure),
      counts.map(({ label }) => label),
      counts.map(({ part }) => part),
      counts.map(({ count }) => count),
    ],
  );
}

/** A report whose user is gone meanwhile stays in the journal alone. */
async function addFraudReport(manager: EntityManager, report: ProjectedFacts['frauds'][number]): Promise<void> {
  await manager.query(
    `INSERT INTO fraud_reports (id, user_id, reported_at, channel, relying_party, client_address, authentication_id, note,
       is_auto_blocked)
     SELECT $1, u.id, to_timestamp($3 / 1000.0), $4, $5, $6, $7, $8, $9 FROM users u WHERE u.id = $2
     ON CONFLICT (id) DO NOTHING`,
    [
      report.reportId,
      report.userId,
      report.reportedAt,
      report.channel,
      report.relyingParty,
      report.clientAddress,
      report.authenticationId,
      report.note,
      report.isAutoBlocked,
    ],
  );
}
