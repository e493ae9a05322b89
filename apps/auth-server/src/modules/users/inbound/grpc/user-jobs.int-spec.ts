import { userDirectoryV1 as wire, usersV1 } from '@countersign/contracts';
import type { CanonicalUserName } from '@countersign/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AdministrationStack,
  anAdministrationStack,
  ask,
  journaled,
  NOW,
} from '../../../../__fixtures__/administration-stack.ts';
import type { AuthorizedCall } from '../../../../platform/principal.ts';
import { PostgresSignInUsers } from '../../outbound/postgres/postgres-sign-in-users.ts';
import { anAdministrator } from './__fixtures__/console-principal.ts';

describe('UserDirectoryService: work on many users', () => {
  let stack: AdministrationStack;
  let ids: Record<string, string> = {};
  beforeAll(async () => {
    stack = await anAdministrationStack();
  });
  afterAll(async () => await stack.close());
  beforeEach(async () => {
    await stack.reset();
    ids = {};
    for (const userName of ['anna', 'bert', 'carl', 'dora']) {
      const { user } = await ask(stack.users.addUser, usersV1.AddUserRequest, { userName, groups: ['vpn'] });
      ids[userName] = user?.id ?? '';
    }
  });

  type Context = Partial<AuthorizedCall>;
  const start = async (request: object, context: Context = {}) =>
    await ask(stack.directory.startUserJob, wire.StartUserJobRequest, { reason: 'a reason', ...request }, context);
  const drain = async () => {
    while (await stack.jobs.step());
  };
  const job = async (id = '') => (await ask(stack.directory.getUserJob, wire.GetUserJobRequest, { id })).job;
  const get = async (user: string) => (await ask(stack.users.getUser, usersV1.GetUserRequest, { user })).user;
  const some = (...names: readonly string[]) => names.map((name) => ids[name] ?? '');
  const actions = async () => (await journaled(stack.database)).map(({ action }) => action);

  it('switches off all of a search but some, once each in the journal, and takes it back', async () => {
    const request = {
      action: 'disable',
      isByQuery: true,
      query: 'group:vpn',
      exceptUserIds: some('dora'),
      expectedCount: 3,
    };
    const { job: started } = await start(request);
    expect(started).toMatchObject({ state: 'waiting', total: 3 });
    await drain();
    expect(await job(started?.id)).toMatchObject({ state: 'done', done: 3, failed: 0, canBeUndone: true });
    expect([(await get('anna'))?.isEnabled, (await get('dora'))?.isEnabled]).toEqual([false, true]);
    expect((await actions()).filter((action) => action === 'user_disabled')).toHaveLength(3);
    const undone = await ask(stack.directory.undoUserJob, wire.UndoUserJobRequest, { id: started?.id });
    await drain();
    expect(await job(undone.job?.id)).toMatchObject({ action: 'enable', state: 'done', done: 3, undoOf: started?.id });
    expect((await get('anna'))?.isEnabled).toBe(true);
    await expect(ask(stack.directory.undoUserJob, wire.UndoUserJobRequest, { id: started?.id })).rejects.toMatchObject({
      code: 'not_allowed',
    });
  });

  it('blocks three, leaves who was blocked as they were, and unblocks only its own', async () => {
    await ask(stack.users.blockUser, usersV1.BlockUserRequest, { user: 'anna', reason: 'fraud', durationSeconds: 60 });
    const { job: started } = await start({ action: 'block', userIds: some('anna', 'bert', 'carl'), expectedCount: 3 });
    await drain();
    expect(await job(started?.id)).toMatchObject({ done: 2, unchanged: 1 });
    expect((await get('bert'))?.standing).toMatchObject({ isBlocked: true, blockReason: 'a reason' });
    await ask(stack.directory.undoUserJob, wire.UndoUserJobRequest, { id: started?.id });
    await drain();
    expect((await get('bert'))?.standing?.isBlocked).toBe(false);
    expect((await get('anna'))?.standing).toMatchObject({ isBlocked: true, blockReason: 'fraud' });
  });

  it('takes no work that it cannot do, and does nothing else instead', async () => {
    await expect(
      start({ action: 'send_enrollment_mail', userIds: some('anna'), expectedCount: 1 }),
    ).rejects.toMatchObject({ code: 'invalid_request', field: 'action' });
    const { job: started } = await start({ action: 'disable', userIds: some('anna'), expectedCount: 1 });
    // Of a newer server: it is left to that one, and what comes after it does not wait for it.
    await stack.database.query(`UPDATE jobs SET kind = 'promote' WHERE id = $1`, [started?.id]);
    const { job: next } = await start({ action: 'disable', userIds: some('bert'), expectedCount: 1 });
    await drain();
    expect(await job(started?.id)).toMatchObject({ state: 'waiting', done: 0 });
    expect(await job(next?.id)).toMatchObject({ state: 'done', done: 1 });
    expect((await get('anna'))?.isEnabled).toBe(true);
  });

  it('goes on where it was after a crash, and does not do again what was done in Redis', async () => {
    const { job: started } = await start({ action: 'block', userIds: some('anna', 'bert'), expectedCount: 2 });
    const until = NOW + 90 * 86_400_000;
    // The process died between Redis and the end of the transaction: the block is there, the job does not know.
    const command = { userId: ids.anna ?? '', userName: 'anna', actor: 'cli/ops-1 anna', now: NOW };
    await stack.standings.block({ ...command, until, reason: 'a reason' });
    await drain();
    expect(await job(started?.id)).toMatchObject({ state: 'done', done: 2 });
    expect(stack.standings.commands.filter(({ what }) => what === 'block')).toHaveLength(2);
  });

  it('deletes into the bin: no sign-in, not found, names reserved, and all back when restored', async () => {
    const { job: started } = await start({ action: 'delete', userIds: some('anna'), expectedCount: 1 });
    const { version } = (await get('anna')) ?? { version: 0 };
    await drain();
    await expect(get('anna')).rejects.toMatchObject({ code: 'user_not_found' });
    const { router: database, sealer } = stack;
    const signIns = new PostgresSignInUsers({ database, sealer, logger: undefined as never, pinExpiryDays: () => 0 });
    expect((await signIns.findByNames(['anna' as CanonicalUserName], { fromPrimary: true })).size).toBe(0);
    await expect(ask(stack.users.addUser, usersV1.AddUserRequest, { userName: 'anna' })).rejects.toMatchObject({
      code: 'already_exists',
    });
    const search = async (query: string) =>
      (await ask(stack.directory.searchUsers, wire.SearchUsersRequest, { query })).users.map(
        ({ user }) => user?.userName,
      );
    expect(await search('anna')).toEqual([]);
    expect(await search('status:deleted')).toEqual(['anna']);
    await ask(stack.directory.undoUserJob, wire.UndoUserJobRequest, { id: started?.id });
    await drain();
    expect((await get('anna'))?.version).toBeGreaterThan(version);
    expect(await search('anna')).toEqual(['anna']);
  });

  it('removes for good after thirty days', async () => {
    await start({ action: 'delete', userIds: some('anna'), expectedCount: 1 });
    await drain();
    stack.clock.time += 29 * 86_400_000;
    expect(await stack.jobs.purge()).toBe(0);
    stack.clock.time += 2 * 86_400_000;
    expect(await stack.jobs.purge()).toBe(1);
    await ask(stack.users.addUser, usersV1.AddUserRequest, { userName: 'anna' });
  });

  it('asks for the permission of the action, for a proof, and for the number that was seen', async () => {
    const mine = anAdministrator(['user.read', 'user.block']);
    const few = { userIds: some('anna'), expectedCount: 1 };
    await expect(start({ action: 'disable', ...few }, mine)).rejects.toMatchObject({ code: 'permission_missing' });
    await expect(start({ action: 'delete', ...few }, anAdministrator(['user.delete']))).rejects.toMatchObject({
      code: 'proof_required',
    });
    const many = { action: 'block', isByQuery: true, expectedCount: 11 };
    await expect(start(many, mine)).rejects.toMatchObject({ code: 'proof_required' });
    await expect(start({ ...many, expectedCount: 3 }, mine)).rejects.toMatchObject({ code: 'version_conflict' });
    const elsewhere = anAdministrator(['user.block'], { scope: { kind: 'groups', groups: ['other'] } });
    await expect(start({ action: 'block', ...few }, elsewhere)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await actions()).not.toContain('user_job_started');
  });

  it('lets nobody delete many alone', async () => {
    const proved = anAdministrator(['user.delete'], { provedAt: NOW });
    const request = { action: 'delete', userIds: some('anna', 'bert'), expectedCount: 2 };
    await expect(start(request, proved)).rejects.toMatchObject({ code: 'not_allowed', field: 'approval_required' });
    const asked = await start({ ...request, askForApproval: true }, proved);
    expect(asked).toMatchObject({ job: undefined });
    const second = anAdministrator(['approval.decide'], { userId: ids.dora ?? '' }).principal;
    const context = { actor: 'x', now: NOW, principal: second };
    await stack.approvals.decide(asked.approvalId, true, 'agreed', context as never);
    const other = { ...request, userIds: some('anna', 'carl'), approvalId: asked.approvalId };
    await expect(start(other, proved)).rejects.toMatchObject({ code: 'not_allowed' });
    expect((await start({ ...request, approvalId: asked.approvalId }, proved)).job).toMatchObject({ total: 2 });
  });

  it('touches no administrator, says why, and can be stopped', async () => {
    await stack.database.query(`INSERT INTO administrators (user_id, role_id, added_by) VALUES ($1, 'owner', 'test')`, [
      ids.anna,
    ]);
    const { job: started } = await start({ action: 'disable', userIds: some('anna', 'bert'), expectedCount: 2 });
    await drain();
    expect(await job(started?.id)).toMatchObject({ done: 1, failed: 1 });
    const { problems } = await ask(stack.directory.listUserJobProblems, wire.ListUserJobProblemsRequest, {
      id: started?.id,
    });
    expect(problems).toEqual([
      { userId: ids.anna, userName: 'anna', problem: expect.stringContaining('administrator') },
    ]);
    const next = await start({ action: 'disable', userIds: some('carl'), expectedCount: 1 });
    await ask(stack.directory.cancelUserJob, wire.CancelUserJobRequest, { id: next.job?.id });
    await drain();
    expect(await job(next.job?.id)).toMatchObject({ state: 'cancelled', done: 0 });
    expect((await get('carl'))?.isEnabled).toBe(true);
    const importer = anAdministrator(['import.plan', 'import.apply']);
    const csv = Buffer.from('user_name,first_name\nanna,Changed\n');
    const { rows } = await ask(
      stack.users.importUsers,
      usersV1.ImportUsersRequest,
      { csv, onExisting: 'update' },
      importer,
    );
    expect(rows).toMatchObject([{ action: 'fail', problem: expect.stringContaining('administrator') }]);
  });
});
