import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { selfServiceV1 as wire } from '@countersign/contracts';
import { decodeBase32, hotpValue } from '@countersign/domain';
import type { CallContext } from '@countersign/rpc';
import { journaled } from '../../../../__fixtures__/administration-stack.ts';
import { aSelfServiceWorld, call, type SelfServiceWorld } from '../../__fixtures__/self-service-world.ts';

const PHONE = '+41791234567';

describe('the enrollment of a method', () => {
  let world: SelfServiceWorld;
  let userId: string;
  let enrolling: Partial<CallContext>;
  beforeAll(async () => {
    world = await aSelfServiceWorld();
  });
  beforeEach(async () => {
    await world.reset();
    userId = await world.aUser();
    enrolling = world.session({ userId, level: 'enrolling', provedAt: 0, provedById: '' });
  });
  afterAll(async () => {
    await world.close();
  });

  const kinds = async () =>
    await world.stack.database.query(
      'SELECT kind, state, name FROM authenticators WHERE user_id IS NOT NULL ORDER BY id',
    );
  const beginTotp = async (message: object = {}, session = enrolling) =>
    await call(world.enrollment.beginTotp, 'EnrollmentService/BeginTotp', wire.BeginTotpRequest, message, session);
  const confirmTotp = async (message: object, session = enrolling) =>
    await call(
      world.enrollment.confirmTotp,
      'EnrollmentService/ConfirmTotp',
      wire.ConfirmTotpRequest,
      message,
      session,
    );
  const beginPhone = async (message: object, session = enrolling) =>
    await call(world.enrollment.beginPhone, 'EnrollmentService/BeginPhone', wire.BeginPhoneRequest, message, session);
  const confirmPhone = async (message: object, session = enrolling) =>
    await call(
      world.enrollment.confirmPhone,
      'EnrollmentService/ConfirmPhone',
      wire.ConfirmPhoneRequest,
      message,
      session,
    );
  const codeAt = (secretBase32: string, at: number) => {
    const seed = decodeBase32(secretBase32) ?? Buffer.alloc(0);
    return hotpValue(seed, Math.floor(at / 30_000), 'SHA1', 6);
  };

  describe('by an app', () => {
    it('counts after one right code, completes the sign-in and tells the person', async () => {
      const begun = await beginTotp();
      expect(begun.otpauthUri).toContain('otpauth://totp/Countersign:alice?secret=');
      expect(await kinds()).toEqual([]);
      const code = codeAt(begun.secretBase32, world.stack.clock.time);
      const { outcome } = await confirmTotp({ enrollmentId: begun.enrollmentId, code, name: 'My phone' });
      expect(outcome).toMatchObject({
        refusal: '',
        enrolled: {
          kind: 'totp',
          name: 'My phone',
          isDefault: true,
          session: 'promoted session 0',
          next: ['backup', 'recovery_codes'],
        },
      });
      expect(await kinds()).toEqual([{ kind: 'totp', state: 'active', name: 'My phone' }]);
      expect(world.sessionActs).toEqual([{ what: 'promoted', userId }]);
      expect(world.mails).toMatchObject([
        { event: 'method_added', mail: 'alice@example.org', values: { what: 'authenticator app' } },
      ]);
      expect((await journaled(world.stack.database)).map(({ action }) => action)).toEqual([
        'user_added',
        'authenticator_added',
      ]);
    });

    it('keeps the secret over a reload and in a second tab, until another one is asked for', async () => {
      const first = await beginTotp();
      expect(await beginTotp()).toEqual(first);
      const anew = await beginTotp({ isAnew: true });
      expect(anew.secretBase32).not.toBe(first.secretBase32);
      const code = codeAt(first.secretBase32, world.stack.clock.time);
      expect((await confirmTotp({ enrollmentId: first.enrollmentId, code })).outcome?.refusal).toBe('expired');
    });

    it('does not take the code that proved it a second time, here or at a sign-in', async () => {
      const begun = await beginTotp();
      const code = codeAt(begun.secretBase32, world.stack.clock.time);
      await confirmTotp({ enrollmentId: begun.enrollmentId, code });
      const [row] = await world.stack.database.query<{ last_accepted: string }>(
        'SELECT last_accepted FROM authenticators',
      );
      expect(Number(row?.last_accepted)).toBe(Math.floor(world.stack.clock.time / 30_000));
      expect(await world.stack.redis.client.get(`cs:c:${begun.enrollmentId}`)).toBe(row?.last_accepted);
      const full = world.session({ userId });
      expect((await confirmTotp({ enrollmentId: begun.enrollmentId, code }, full)).outcome?.refusal).toBe('expired');
    });

    it('says by how much the clock of the device is off', async () => {
      const begun = await beginTotp();
      const code = codeAt(begun.secretBase32, world.stack.clock.time - 3 * 60_000);
      const { outcome } = await confirmTotp({ enrollmentId: begun.enrollmentId, code });
      expect(outcome).toMatchObject({ refusal: 'clock_off', clockMinutes: -3, enrolled: undefined });
      expect(await kinds()).toEqual([]);
    });

    it('takes ten tries and no more', async () => {
      const begun = await beginTotp();
      const refusals: (string | undefined)[] = [];
      for (let tries = 0; tries < 11; tries += 1) {
        refusals.push((await confirmTotp({ enrollmentId: begun.enrollmentId, code: '000000' })).outcome?.refusal);
      }
      expect(new Set(refusals.slice(0, 10))).toEqual(new Set(['wrong_code']));
      expect(refusals[10]).toBe('too_many_tries');
    });

    it('ends after half an hour', async () => {
      const begun = await beginTotp();
      world.stack.clock.time += 30 * 60_000 + 1;
      const code = codeAt(begun.secretBase32, world.stack.clock.time);
      expect((await confirmTotp({ enrollmentId: begun.enrollmentId, code })).outcome?.refusal).toBe('expired');
    });
  });

  describe('by text message', () => {
    const sentCode = () => world.texts.at(-1)?.code ?? '';

    it('stores the number once its code came back', async () => {
      const begun = await beginPhone({ phone: '+41 79 123 45 67' });
      expect(begun).toMatchObject({ maskedPhone: '+41 *******67', warning: '' });
      expect(world.texts).toMatchObject([{ phone: { number: PHONE }, applicationName: 'Countersign', language: 'en' }]);
      expect(await kinds()).toEqual([]);
      expect((await confirmPhone({ enrollmentId: begun.enrollmentId, code: '000000' })).outcome?.refusal).toBe(
        'wrong_code',
      );
      const { outcome } = await confirmPhone({
        enrollmentId: begun.enrollmentId,
        code: ` ${sentCode().slice(0, 3)} ${sentCode().slice(3)} `,
      });
      expect(outcome?.enrolled).toMatchObject({ kind: 'phone', isDefault: true });
      expect(await kinds()).toEqual([{ kind: 'phone', state: 'active', name: '' }]);
    });

    it('takes the newest code only, and sends another one after half a minute', async () => {
      const first = await beginPhone({ phone: PHONE });
      const old = sentCode();
      await expect(beginPhone({ phone: PHONE })).rejects.toMatchObject({
        code: 'attempts_throttled',
        retryAfterSeconds: 30,
      });
      world.stack.clock.time += 30_000;
      const second = await beginPhone({ phone: PHONE });
      expect((await confirmPhone({ enrollmentId: first.enrollmentId, code: old })).outcome?.refusal).toBe('expired');
      expect((await confirmPhone({ enrollmentId: second.enrollmentId, code: sentCode() })).outcome?.refusal).toBe('');
    });

    it('is over after five wrong codes, also for the right one', async () => {
      const { enrollmentId } = await beginPhone({ phone: PHONE });
      const wrong = sentCode() === '111222' ? '222333' : '111222';
      for (let left = 4; left >= 0; left -= 1) {
        expect((await confirmPhone({ enrollmentId, code: wrong })).outcome).toMatchObject({
          refusal: 'wrong_code',
          attemptsLeft: left,
        });
      }
      expect((await confirmPhone({ enrollmentId, code: sentCode() })).outcome?.refusal).toBe('too_many_tries');
    });

    it('warns of a landline and refuses what is no number or not allowed', async () => {
      expect((await beginPhone({ phone: '+33 1 42 68 53 00' })).warning).toBe('landline');
      await expect(beginPhone({ phone: '0791234567' })).rejects.toMatchObject({
        code: 'invalid_request',
        field: 'phone',
      });
      world.set({}, { textMessageLimits: { perNumberPerHour: 5, perUserPerHour: 5, allowedCallingCodes: ['+33'] } });
      await expect(beginPhone({ phone: PHONE })).rejects.toMatchObject({ code: 'not_allowed' });
    });

    it('keeps the old number until the new one is proved', async () => {
      await world.stack.reset();
      userId = await world.aUser({ phone: PHONE });
      const [old] = await world.stack.database.query<{ id: string }>('SELECT id FROM authenticators');
      const replaces = old?.id ?? '';
      const full = world.session({ userId, provedById: replaces });
      const begun = await beginPhone({ phone: '+41791112233', replaces }, full);
      expect(await world.stack.database.query("SELECT parameters ->> 'number' AS n FROM authenticators")).toEqual([
        { n: PHONE },
      ]);
      await confirmPhone({ enrollmentId: begun.enrollmentId, code: sentCode() }, full);
      expect(await world.stack.database.query("SELECT parameters ->> 'number' AS n FROM authenticators")).toEqual([
        { n: '+41791112233' },
      ]);
      expect(world.mails.at(-1)).toMatchObject({
        event: 'method_replaced',
        values: { what: 'text message +41 *******33' },
      });
    });
  });

  it('is refused to a session of the password alone once there is a method', async () => {
    const begun = await beginTotp();
    await confirmTotp({ enrollmentId: begun.enrollmentId, code: codeAt(begun.secretBase32, world.stack.clock.time) });
    await expect(beginPhone({ phone: PHONE })).rejects.toMatchObject({ code: 'sign_in_required' });
    await expect(beginTotp()).rejects.toMatchObject({ code: 'sign_in_required' });
  });

  it('is refused where the company does not allow it', async () => {
    world.set({ methods: ['passkey'] });
    await expect(beginTotp()).rejects.toMatchObject({ code: 'not_allowed' });
    world.set({ isEnrollmentAllowed: false });
    await expect(beginPhone({ phone: PHONE })).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('is offered best first, with a date until which it may wait and which stays', async () => {
    const get = async () =>
      await call(
        world.enrollment.getEnrollment,
        'EnrollmentService/GetEnrollment',
        wire.GetEnrollmentRequest,
        {},
        enrolling,
      );
    const postpone = async () =>
      await call(
        world.enrollment.postponeEnrollment,
        'EnrollmentService/PostponeEnrollment',
        wire.PostponeEnrollmentRequest,
        {},
        enrolling,
      );
    expect(await get()).toMatchObject({ isFirst: true, canPostpone: false, deadlineAt: 0 });
    await expect(postpone()).rejects.toMatchObject({ code: 'not_allowed' });
    world.set({ enrollmentGraceDays: 7 });
    const shown = await get();
    expect(shown.kinds.map(({ kind, isRecommended }) => [kind, isRecommended])).toEqual([
      ['passkey', true],
      ['totp', false],
      ['token', false],
      ['phone', false],
    ]);
    expect(shown.deadlineAt).toBe(world.stack.clock.time + 7 * 86_400_000);
    world.stack.clock.time += 86_400_000;
    expect(await postpone()).toEqual({ deadlineAt: shown.deadlineAt });
    expect(world.sessionActs).toEqual([]);
    world.stack.clock.time += 6 * 86_400_000;
    await expect(postpone()).rejects.toMatchObject({ code: 'not_allowed' });
  });
});
