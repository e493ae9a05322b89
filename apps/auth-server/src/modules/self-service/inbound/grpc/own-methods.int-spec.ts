import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { selfServiceV1 as wire } from '@countersign/contracts';
import type { CallContext } from '@countersign/rpc';
import { journaled } from '../../../../__fixtures__/administration-stack.ts';
import { aSelfServiceWorld, call, type SelfServiceWorld } from '../../__fixtures__/self-service-world.ts';

const FIRST = '00000000-0000-7000-8000-000000000001';
const SECOND = '00000000-0000-7000-8000-000000000002';

describe('somebody’s own methods', () => {
  let world: SelfServiceWorld;
  let userId: string;
  beforeAll(async () => {
    world = await aSelfServiceWorld();
  });
  beforeEach(async () => {
    await world.reset();
    userId = await world.aUser();
    await phone(FIRST, '+41791234567');
    await phone(SECOND, '+41791112233');
  });
  afterAll(async () => {
    await world.close();
  });

  const phone = async (id: string, number: string, owner = userId) =>
    await world.stack.database.query(
      `INSERT INTO authenticators (id, user_id, kind, state, parameters, bound_at) VALUES ($1, $2, 'phone', 'active', $3, now())`,
      [id, owner, JSON.stringify({ number, extension: '' })],
    );
  const overview = async () =>
    await call(
      world.methods.getOverview,
      'OwnMethodsService/GetOverview',
      wire.GetOverviewRequest,
      {},
      world.session({ userId }),
    );
  const remove = async (methodId: string, session: Partial<CallContext>) =>
    await call(world.methods.remove, 'OwnMethodsService/Remove', wire.RemoveRequest, { methodId }, session);
  const turnOff = async (methodId: string, session: Partial<CallContext>) =>
    await call(world.methods.turnOff, 'OwnMethodsService/TurnOff', wire.TurnOffRequest, { methodId }, session);
  const provedBy = (provedById: string) => world.session({ userId, provedById });

  it('are shown masked, with what can be done and what is missing', async () => {
    const shown = await overview();
    expect(shown.active.map(({ detail, actions }) => [detail, actions])).toEqual([
      ['+41 *******67', ['default', 'rename', 'replace', 'off', 'remove']],
      ['+41 *******33', ['default', 'rename', 'replace', 'off', 'remove']],
    ]);
    expect(shown).toMatchObject({ userName: 'alice', displayName: 'Alice Doe', recoveryCodesLeft: 0 });
    expect(shown.warnings).toEqual(['never_used', 'no_recovery_codes']);
  });

  it('are removed with the proof of another one: other sessions end, the journal and the person know', async () => {
    await expect(remove(FIRST, provedBy(FIRST))).rejects.toMatchObject({ code: 'proof_required' });
    const version = async () =>
      (await world.stack.database.query<{ version: string }>('SELECT version FROM users'))[0]?.version;
    const before = Number(await version());
    await remove(FIRST, provedBy(SECOND));
    expect(Number(await version())).toBe(before + 1);
    expect((await overview()).active.map(({ id }) => id)).toEqual([SECOND]);
    expect(world.sessionActs).toEqual([{ what: 'others ended', userId }]);
    expect(world.mails).toMatchObject([{ event: 'method_removed', values: { what: 'text message +41 *******67' } }]);
    expect((await journaled(world.stack.database)).at(-1)).toMatchObject({ action: 'authenticator_removed' });
  });

  it('cannot lose the last one, by removal or by turning it off', async () => {
    await turnOff(SECOND, provedBy(FIRST));
    const [only] = (await overview()).active;
    expect(only).toMatchObject({ id: FIRST, keepReason: 'only_method' });
    expect((await overview()).off).toMatchObject([{ id: SECOND, actions: ['rename', 'on', 'remove'] }]);
    await expect(remove(FIRST, provedBy(FIRST))).rejects.toMatchObject({ code: 'not_allowed', field: 'only_method' });
    await expect(turnOff(FIRST, provedBy(FIRST))).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('take a default, which one request undoes', async () => {
    const setDefault = async (methodId: string) =>
      await call(
        world.methods.setDefault,
        'OwnMethodsService/SetDefault',
        wire.SetDefaultRequest,
        { methodId },
        provedBy(FIRST),
      );
    expect(await setDefault(SECOND)).toEqual({ previousMethodId: '' });
    expect((await overview()).active.map(({ isDefault }) => isDefault)).toEqual([false, true]);
    expect(await setDefault(FIRST)).toEqual({ previousMethodId: SECOND });
    world.set({ isMethodSelectionAllowed: false });
    await expect(setDefault(SECOND)).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('are those of the person alone', async () => {
    const other = await world.aUser({ userName: 'bob' });
    const theirs = '00000000-0000-7000-8000-000000000009';
    await phone(theirs, '+41790000000', other);
    await expect(remove(theirs, provedBy(FIRST))).rejects.toMatchObject({ code: 'authenticator_not_found' });
    const rename = call(
      world.methods.rename,
      'OwnMethodsService/Rename',
      wire.RenameRequest,
      { methodId: theirs, name: 'mine' },
      provedBy(FIRST),
    );
    await expect(rename).rejects.toMatchObject({ code: 'authenticator_not_found' });
  });

  it('stay when the company does not let people change numbers', async () => {
    world.set({ isPhoneChangeAllowed: false });
    expect((await overview()).active[0]?.actions).toEqual(['default', 'rename']);
    await expect(remove(FIRST, provedBy(SECOND))).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('are removed once by a request that is repeated', async () => {
    const again = { ...provedBy(SECOND), idempotencyKey: 'remove-first-1' };
    await remove(FIRST, again);
    await remove(FIRST, again);
    expect(world.mails).toHaveLength(1);
  });

  it('have ten recovery codes; new ones take the place of the old', async () => {
    const create = async (provedById: string) =>
      await call(
        world.enrollment.createRecoveryCodes,
        'EnrollmentService/CreateRecoveryCodes',
        wire.CreateRecoveryCodesRequest,
        {},
        provedBy(provedById),
      );
    const { codes } = await create(FIRST);
    expect(new Set(codes).size).toBe(10);
    const before = await world.stack.database.query('SELECT id FROM recovery_codes ORDER BY id');
    await create(FIRST);
    const after = await world.stack.database.query('SELECT id FROM recovery_codes ORDER BY id');
    expect(after).toHaveLength(10);
    expect(after).not.toEqual(before);
    expect((await overview()).recoveryCodesLeft).toBe(10);
    expect(JSON.stringify(world.mails)).not.toContain(codes[0]);
    expect(JSON.stringify(await journaled(world.stack.database))).not.toContain(codes[0]);
  });
});
