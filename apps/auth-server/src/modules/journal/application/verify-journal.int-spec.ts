import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '@countersign/testing';
import { aMigratedDatabase, aRouterTo, type RouterHandle } from '../../../outbound/postgres/__fixtures__/databases.ts';
import { anEvent } from '../__fixtures__/events.ts';
import { aJournal, type JournalWorld } from '../__fixtures__/journal-world.ts';
import { extendChain, CHAIN_START } from './hash-chain.ts';

const ROWS = 1_203;

describe('verifying the journal', () => {
  let database: TestDatabase;
  let handle: RouterHandle;
  let world: JournalWorld;

  beforeAll(async () => {
    database = await aMigratedDatabase();
    handle = aRouterTo(database);
    await handle.router.start();
    const filled = await aJournal(handle.router);
    for (let i = 0; i < ROWS; i += 1) {
      // Over the end of a month, so that the chain runs through two partitions.
      const occurredAt = Date.UTC(2026, 2, 31, 23, 59, 0) + i * 100;
      await filled.signIn(anEvent({ occurredAt, userName: `user-${i}`, details: { n: i, f: 1.1 } }));
    }
    await filled.drainAll();
    await filled.close();
    await database.query('CREATE TABLE kept AS SELECT * FROM journal');
    await database.query('CREATE TABLE kept_head AS SELECT * FROM journal_head');
  }, 60_000);
  afterAll(async () => {
    handle.close();
    await database.drop();
  });
  beforeEach(async () => {
    world = await aJournal(handle.router);
  });
  afterEach(async () => {
    await world.close();
    await database.query('TRUNCATE journal');
    await database.query('INSERT INTO journal SELECT * FROM kept');
    await database.query(
      'UPDATE journal_head h SET last_sequence = k.last_sequence, last_hash = k.last_hash FROM kept_head k',
    );
  });

  const verify = async (from = 1, to = 0) => await world.verify.execute(from, to);

  it('finds an untouched chain whole, and remembers its end', async () => {
    expect(await verify()).toMatchObject({ fault: undefined, rows: ROWS, first: 1, last: ROWS });
    expect((await world.anchor.read())?.sequence).toBe(ROWS);
  });

  it.each<[string, string, number, string]>([
    ['a changed name', `UPDATE journal SET user_name = 'mallory' WHERE sequence = 700`, 700, 'was changed'],
    [
      'changed details',
      `UPDATE journal SET details = jsonb_set(details, '{n}', '0') WHERE sequence = 701`,
      701,
      'was changed',
    ],
    ['an outcome made good', `UPDATE journal SET outcome = 'rejected' WHERE sequence = 1`, 1, 'was changed'],
    [
      'an instant moved by a millisecond',
      `UPDATE journal SET occurred_at = occurred_at + interval '1 ms' WHERE sequence = 5`,
      5,
      'was changed',
    ],
    ['a deleted row', 'DELETE FROM journal WHERE sequence = 600', 600, 'row 600 is missing: deleted'],
    [
      'deleted rows',
      'DELETE FROM journal WHERE sequence BETWEEN 498 AND 1100',
      498,
      'rows 498 to 1100 are missing: deleted',
    ],
    ['a deleted beginning', 'DELETE FROM journal WHERE sequence < 10', 1, 'rows 1 to 9 are missing: deleted'],
    ['exchanged rows', 'UPDATE journal SET sequence = 45 - sequence WHERE sequence IN (22, 23)', 22, 'was changed'],
    [
      'a row that is there twice',
      "INSERT INTO journal SELECT sequence, gen_random_uuid(), occurred_at + interval '1 us', kind, user_id, user_name, outcome, reason, relying_party, server, client_address, authentication_id, details, previous_hash, hash FROM journal WHERE sequence = 30",
      30,
      'row 30',
    ],
    [
      'a row cut off at the end',
      `DELETE FROM journal WHERE sequence = ${ROWS}`,
      ROWS,
      `row ${ROWS} is missing at the end: cut off`,
    ],
    ['many rows cut off at the end', 'DELETE FROM journal WHERE sequence > 1000', 1_001, 'missing at the end: cut off'],
    [
      'a head that was set back',
      `UPDATE journal_head SET last_sequence = 1000, last_hash = (SELECT hash FROM journal WHERE sequence = 1000)`,
      1_001,
      'stands after the end',
    ],
    [
      'a head with another hash',
      `UPDATE journal_head SET last_hash = decode(repeat('11', 32), 'hex')`,
      ROWS,
      'the head does not hold the hash',
    ],
    ['everything gone', 'TRUNCATE journal', 1, 'missing at the end: cut off'],
  ])('names %s', async (_, tampering, sequence, problem) => {
    await database.query(tampering);
    expect((await verify()).fault).toEqual({ sequence, problem: expect.stringContaining(problem) });
  });

  it('sees that table and head were cut off together, by what it has seen before', async () => {
    await verify();
    await database.query('DELETE FROM journal WHERE sequence > 1000');
    await database.query(
      'UPDATE journal_head SET last_sequence = 1000, last_hash = (SELECT hash FROM journal WHERE sequence = 1000)',
    );
    const { fault } = await verify();
    expect(fault).toEqual({ sequence: 1_001, problem: expect.stringContaining(`this server has seen row ${ROWS}`) });
  });

  it('sees that the whole chain was written anew, by what it has seen before', async () => {
    await verify();
    const { rows } = await verifyRows();
    const forged = rows.map((row) => (row.sequence === 3 ? { ...row, userName: 'mallory' } : row));
    const chain = extendChain(CHAIN_START, forged);
    await database.query('DELETE FROM journal');
    await world.ledger.extend(async (draft) => {
      await draft.append(
        chain.rows,
        { floors: [], spentCodes: new Map(), standings: [], signIns: new Map(), frauds: [], counts: [] },
        { ...draft.head, ...chain.head },
      );
    });
    expect((await verify()).fault).toEqual({ sequence: ROWS, problem: expect.stringContaining('was rewritten') });
  });

  it('checks a part of the chain', async () => {
    await database.query(`UPDATE journal SET user_name = 'mallory' WHERE sequence = 700`);
    expect(await verify(701, 0)).toMatchObject({ fault: undefined, rows: ROWS - 700 });
    expect(await verify(1, 699)).toMatchObject({ fault: undefined, rows: 699, last: 699 });
    expect((await verify(600, 800)).fault?.sequence).toBe(700);
    await database.query('DELETE FROM journal WHERE sequence = 10');
    expect((await verify(11, 20)).fault).toEqual({ sequence: 10, problem: 'row 10 is missing: deleted' });
  });

  async function verifyRows() {
    return { rows: await world.reader.between(0, 0, 0, 10_000) };
  }
});
