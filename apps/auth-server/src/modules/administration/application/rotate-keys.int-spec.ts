import { SecretBytes } from '@countersign/errors';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AdministrationStack,
  anAdministrationStack,
  journaled,
  NOW,
} from '../../../__fixtures__/administration-stack.ts';
import { PostgresSealedRecords } from '../outbound/postgres/postgres-sealed-records.ts';
import { GetKeyStatus } from './get-key-status.use-case.ts';
import { RotateKeys } from './rotate-keys.use-case.ts';

const CONTEXT = { actor: 'cli/ops-1 anna', now: NOW };
const PARTY = '0198c0de-0000-7000-8000-0000000000aa';
const CLIENT = '0198c0de-0000-7000-8000-0000000000bb';
const id = (n: number): string => `0198c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;

describe('the rotation of sealing keys', () => {
  let stack: AdministrationStack;
  let records: PostgresSealedRecords;
  let problems: string[];
  let whileSpreading: () => Promise<void>;
  let rotation: RotateKeys;

  beforeAll(async () => {
    stack = await anAdministrationStack();
  });
  afterAll(async () => await stack.close());
  beforeEach(async () => {
    await stack.reset();
    problems = [];
    whileSpreading = async () => await Promise.resolve();
    records = new PostgresSealedRecords(stack.router);
    const { keyring, sealer, unitOfWork } = stack;
    const distribution = { announce: async () => await whileSpreading() };
    rotation = new RotateKeys({
      keyring,
      sealer,
      records,
      distribution,
      unitOfWork,
      onProblem: (problem) => problems.push(problem),
    });
  });

  const seal = (row: string, text = `seed ${row}`) =>
    stack.sealer.seal(SecretBytes.fromText(text), { table: 'authenticators', column: 'secret_sealed', row });
  const addSeeds = async (count: number) => {
    const ids = Array.from({ length: count }, (_, n) => id(n));
    const sealed = ids.map((each) => seal(each));
    await stack.database.query(
      `INSERT INTO authenticators (id, kind, secret_sealed, sealed_with) SELECT id, 'totp', sealed, $3 FROM unnest($1::uuid[], $2::bytea[]) AS s(id, sealed)`,
      [ids, sealed, stack.keyring.currentKey().id],
    );
  };
  const open = async (row: string) => {
    const [found] = await stack.database.query<{ secret_sealed: Buffer; sealed_with: string }>(
      'SELECT secret_sealed, sealed_with FROM authenticators WHERE id = $1',
      [row],
    );
    const location = { table: 'authenticators', column: 'secret_sealed', row };
    return {
      text: stack.sealer
        .open(found?.secret_sealed ?? Buffer.alloc(0), location)
        .expose()
        .toString(),
      key: found?.sealed_with,
    };
  };

  it('seals every value anew with the new key, more than one batch of them, and counts them', async () => {
    const before = stack.keyring.currentKey().id;
    await addSeeds(1203);
    const place = (column: string) => ({ table: 'radius_clients', column, row: CLIENT });
    const secret = (column: string) => stack.sealer.seal(SecretBytes.fromText(column), place(column));
    await stack.database.query(
      `INSERT INTO relying_parties (id, kind, application_name, policy) VALUES ($1, 'radius_client', 'VPN', '{}')`,
      [PARTY],
    );
    await stack.database.query(
      `INSERT INTO radius_clients (id, relying_party_id, network, secret_sealed, previous_secret_sealed, secret_changed_at, sealed_with) VALUES ($1, $2, '192.0.2.1', $3, $4, now(), $5)`,
      [CLIENT, PARTY, secret('secret_sealed'), secret('previous_secret_sealed'), before],
    );
    const { keyId, resealed } = await rotation.execute(false, CONTEXT);
    expect([resealed, keyId === before]).toEqual([1205, false]);
    expect(await open(id(7))).toEqual({ text: `seed ${id(7)}`, key: keyId });
    const [client] = await stack.database.query<{ previous_secret_sealed: Buffer }>(
      'SELECT previous_secret_sealed FROM radius_clients',
    );
    expect(
      stack.sealer
        .open(client?.previous_secret_sealed ?? Buffer.alloc(0), place('previous_secret_sealed'))
        .expose()
        .toString(),
    ).toBe('previous_secret_sealed');
    const status = await new GetKeyStatus(stack.keyring, records).execute();
    expect(status.filter((key) => key.records > 0)).toMatchObject([{ keyId, isCurrent: true, records: 1204 }]);
    expect(await journaled(stack.database)).toMatchObject([
      { action: 'sealing_key_rotated', details: { formerKey: before } },
    ]);
  });

  it('does not undo what somebody changes meanwhile', async () => {
    await addSeeds(1);
    const old = await stack.database.query<{ secret_sealed: Buffer }>('SELECT secret_sealed FROM authenticators');
    await stack.database.query('UPDATE authenticators SET secret_sealed = $1', [seal(id(0), 'a newer seed')]);
    const location = { table: 'authenticators', column: 'secret_sealed', row: id(0) };
    const stale = { location, sealed: old[0]?.secret_sealed ?? Buffer.alloc(0), resealed: seal(id(0)), keyId: 'new' };
    expect(await stack.unitOfWork.run(CONTEXT, async (tx) => await records.replace(tx, [stale]))).toBe(0);
    expect(await open(id(0))).toMatchObject({ text: 'a newer seed' });
  });

  it('leaves a value that cannot be opened, says so, and goes on with the others', async () => {
    await addSeeds(3);
    await stack.database.query(`UPDATE authenticators SET secret_sealed = '\\x0102' WHERE id = $1`, [id(1)]);
    const { resealed } = await rotation.execute(false, CONTEXT);
    expect(resealed).toBe(2);
    expect(problems).toHaveLength(1);
  });

  it('makes one key for repeats of one request', async () => {
    const request = { ...CONTEXT, idempotencyKey: 'rotate-1234', requestHash: 'ab'.repeat(32) };
    const first = await rotation.execute(false, request);
    expect(await rotation.execute(false, request)).toEqual({ keyId: first.keyId, resealed: 0 });
  });

  it('refuses a second rotation while one is under way', async () => {
    let refusal: unknown;
    whileSpreading = async () => {
      refusal = await rotation.execute(false, CONTEXT).catch((error: unknown) => error);
    };
    await rotation.execute(false, CONTEXT);
    expect(refusal).toMatchObject({ code: 'version_conflict' });
  });

  it('shows a key that seals records but is not in the key file', async () => {
    await addSeeds(1);
    await stack.database.query(`UPDATE authenticators SET sealed_with = 'lost'`);
    expect(await new GetKeyStatus(stack.keyring, records).execute()).toContainEqual({
      keyId: 'lost',
      isCurrent: false,
      createdAt: 0,
      records: 1,
    });
  });
});
