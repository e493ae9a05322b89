import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { selfServiceV1 as wire } from '@countersign/contracts';
import { defaultCompanySettings, MAIL_TEMPLATES, renderMail } from '@countersign/domain';
import type { CallContext } from '@countersign/rpc';
import { ask, journaled } from '../../../../__fixtures__/administration-stack.ts';
import { aSelfServiceWorld, call, type SelfServiceWorld } from '../../__fixtures__/self-service-world.ts';

describe('somebody’s own account', () => {
  let world: SelfServiceWorld;
  let userId: string;
  let session: Partial<CallContext>;
  beforeAll(async () => {
    world = await aSelfServiceWorld();
  });
  beforeEach(async () => {
    await world.reset();
    userId = await world.aUser({ phone: '+41791234567' });
    session = world.session({ userId });
  });
  afterAll(async () => {
    await world.close();
  });

  describe('has a PIN that', () => {
    const setPin = async (pin: string) =>
      (await call(world.enrollment.setPin, 'EnrollmentService/SetPin', wire.SetPinRequest, { pin }, session))
        .brokenRules;

    it('keeps the rules, which are told as data', async () => {
      const { rules, forbiddenPieces } = await call(
        world.enrollment.getPinRules,
        'EnrollmentService/GetPinRules',
        wire.GetPinRulesRequest,
        {},
        session,
      );
      expect(rules.filter(({ isLive }) => isLive).map(({ code }) => code)).toEqual([
        'not_digits',
        'too_short',
        'too_long',
        'same_digits',
        'sequential_digits',
        'part_of_phone_number',
      ]);
      expect(forbiddenPieces).toContain('1234');
      expect(await setPin('12')).toEqual(['too_short']);
      expect(await setPin('2580')).toEqual(['too_common']);
      expect(await setPin('7912')).toEqual(['part_of_phone_number']);
    });

    it('does not come back, ends other sessions and is told by mail', async () => {
      expect(await setPin('739164')).toEqual([]);
      expect(world.sessionActs).toEqual([{ what: 'others ended', userId }]);
      expect(world.mails).toMatchObject([{ event: 'pin_set' }]);
      expect(await setPin('739164')).toEqual(['used_recently']);
      expect(JSON.stringify(await journaled(world.stack.database))).not.toContain('739164');
    });
  });

  describe('has security questions that', () => {
    const set = async (...answers: readonly (readonly [string, string])[]) => {
      const message = { answers: answers.map(([questionId, answer]) => ({ questionId, answer })) };
      return (
        await call(
          world.enrollment.setAnswers,
          'EnrollmentService/SetAnswers',
          wire.SetAnswersRequest,
          message,
          session,
        )
      ).problems;
    };
    const right = [
      ['first_job', 'Saint-Étienne'],
      ['first_toy', 'Bunny'],
    ] as const;

    it('are asked in the language of the page and never show an answer', async () => {
      world.set({
        questions: {
          count: 2,
          right: 2,
          isFallback: true,
          offered: ['first_job', 'first_toy'],
          own: [],
          minimumLength: 3,
        },
      });
      expect(await set(...right)).toEqual([]);
      const shown = await call(
        world.enrollment.getQuestions,
        'EnrollmentService/GetQuestions',
        wire.GetQuestionsRequest,
        { language: 'fr' },
        session,
      );
      expect(shown.questions[0]).toEqual({
        id: 'first_job',
        text: 'Dans quelle ville avez-vous eu votre premier emploi ?',
        isAnswered: true,
      });
      const stored = await world.stack.database.query<{ answer_hash: string }>(
        'SELECT answer_hash FROM security_answers',
      );
      expect(JSON.stringify([stored, shown, await journaled(world.stack.database)])).not.toMatch(/bunny|etienne/i);
      expect(world.mails).toMatchObject([{ event: 'questions_set' }]);
    });

    it('open the portal by as many right answers as the company wants', async () => {
      world.set({
        questions: {
          count: 2,
          right: 2,
          isFallback: true,
          offered: ['first_job', 'first_toy'],
          own: [],
          minimumLength: 3,
        },
      });
      await set(...right);
      const check = async (...answers: readonly (readonly [string, string])[]) =>
        await world.verifyAnswers.execute(
          userId,
          answers.map(([questionId, answer]) => ({ questionId, answer })),
        );
      expect(await check(['first_job', ' SAINT ETIENNE '], ['first_toy', 'bunny'])).toBe(true);
      expect(await check(['first_job', 'saint etienne'], ['first_toy', 'teddy'])).toBe(false);
      expect(await check(['first_job', 'saint etienne'], ['first_job', 'saint etienne'])).toBe(false);
      world.set({ questions: { count: 2, right: 2, isFallback: false, offered: [], own: [], minimumLength: 3 } });
      expect(await check(['first_job', 'saint etienne'], ['first_toy', 'bunny'])).toBe(false);
    });

    it('are refused with their reason, and where none are asked', async () => {
      await expect(set(...right)).rejects.toMatchObject({ code: 'not_allowed' });
      world.set({
        questions: {
          count: 2,
          right: 2,
          isFallback: true,
          offered: ['first_job', 'first_toy'],
          own: [],
          minimumLength: 3,
        },
      });
      expect(await set(['first_job', 'Lyon'], ['first_toy', 'LYON'])).toEqual([
        { questionId: 'first_toy', code: 'same_answer' },
      ]);
    });
  });

  it('has preferences that need no proof', async () => {
    const preferences = {
      uiLanguage: 'fr',
      callLanguage: '',
      textLanguage: 'fr',
      appLanguage: '',
      oathLanguage: '',
      theme: 'dark',
      timeZone: 'Europe/Paris',
    };
    const set = async (wanted: object) =>
      await call(
        world.account.setPreferences,
        'OwnAccountService/SetPreferences',
        wire.SetPreferencesRequest,
        { preferences: wanted },
        world.session({ userId, provedAt: 0 }),
      );
    await set(preferences);
    const shown = await call(
      world.account.getPreferences,
      'OwnAccountService/GetPreferences',
      wire.GetPreferencesRequest,
      {},
      session,
    );
    expect(shown).toEqual({ preferences, canSelectLanguage: true, maskedMail: 'a***@example.org' });
    await expect(set({ ...preferences, timeZone: 'Mars/Olympus' })).rejects.toMatchObject({
      code: 'invalid_request',
      field: 'time_zone',
    });
    world.set({ isLanguageSelectionAllowed: false });
    await expect(set({ ...preferences, textLanguage: 'en' })).rejects.toMatchObject({ code: 'not_allowed' });
    await set({ ...preferences, theme: 'light' });
  });

  it('gives itself a bypass where the company allows it, for as long as it allows', async () => {
    const start = async (seconds: number) =>
      await call(
        world.account.startBypass,
        'OwnAccountService/StartBypass',
        wire.StartBypassRequest,
        { seconds, reason: 'phone at home' },
        session,
      );
    const state = async () =>
      await call(world.account.getBypass, 'OwnAccountService/GetBypass', wire.GetBypassRequest, {}, session);
    await expect(start(0)).rejects.toMatchObject({ code: 'not_allowed' });
    world.set({ isBypassAllowed: true });
    await expect(start(600)).rejects.toMatchObject({ code: 'not_allowed' });
    expect(await start(0)).toEqual({ expiresAt: world.stack.clock.time + 300_000 });
    expect((await state()).expiresAt).toBe(world.stack.clock.time + 300_000);
    expect(world.mails).toMatchObject([{ event: 'bypass_started' }]);
    await call(world.account.cancelBypass, 'OwnAccountService/CancelBypass', wire.CancelBypassRequest, {}, session);
    expect((await state()).expiresAt).toBe(0);
    world.set({ isBypassAllowed: true, areBypassSecondsEditable: true });
    await expect(start(901)).rejects.toMatchObject({ code: 'invalid_request', field: 'seconds' });
    await start(900);
  });

  it('shows its own history and reports what somebody else did', async () => {
    const mine = '00000000-0000-7000-8000-0000000000aa';
    const other = '00000000-0000-7000-8000-0000000000bb';
    const entry = async (id: string, sequence: number, of: string) =>
      await world.stack.database.query(
        `INSERT INTO journal (sequence, event_id, occurred_at, kind, user_id, outcome, relying_party, client_address, details,
           authentication_id, previous_hash, hash)
         VALUES ($1, $2, now(), 'authentication', $3, 'accepted', 'VPN', '10.0.0.7', '{"proved": ["password", "totp"]}', 'a1', '', '')`,
        [sequence, id, of],
      );
    await entry(mine, 1, userId);
    await entry(other, 2, '00000000-0000-7000-8000-0000000000cc');
    const list = async () =>
      await call(
        world.account.listActivity,
        'OwnAccountService/ListActivity',
        wire.ListActivityRequest,
        { limit: 10 },
        session,
      );
    expect((await list()).entries).toMatchObject([
      {
        id: mine,
        kind: 'sign_in',
        application: 'VPN',
        clientAddress: '10.0.0.7',
        method: 'totp',
        outcome: 'accepted',
        isReported: false,
      },
    ]);
    const report = async (entryId: string, shouldBlock: boolean) =>
      await call(
        world.account.reportFraud,
        'OwnAccountService/ReportFraud',
        wire.ReportFraudRequest,
        { entryId, shouldBlock, note: 'not me' },
        session,
      );
    await expect(report(other, false)).rejects.toMatchObject({ code: 'not_found' });
    expect(await report(mine, false)).toMatchObject({ isBlocked: false });
    expect(world.sessionActs).toEqual([{ what: 'others ended', userId }]);
    expect(world.journalled).toMatchObject([
      {
        event: {
          details: { action: 'fraud_reported', entryId: mine },
          always: [{ type: 'fraud_reported', relyingParty: 'VPN', isAutoBlocked: false }],
        },
      },
    ]);
    await report('', true);
    expect(world.sessionActs.at(-1)).toEqual({ what: 'all ended', userId });
    expect(world.stack.standings.commands.map(({ what }) => what)).toEqual(['block']);
    expect(world.mails.map(({ event }) => event)).toEqual(['fraud_reported', 'fraud_reported']);
  });

  it('is welcomed by a mail for its method, with a first PIN where it is asked for', async () => {
    const send = async (message: object) =>
      await ask(world.welcome.sendWelcomeMail, wire.SendWelcomeMailRequest, message);
    expect(await send({ user: 'alice' })).toEqual({ maskedMail: 'a***@example.org', template: 'text_message' });
    expect(await send({ user: 'alice', withInitialPin: true })).toMatchObject({ template: 'text_message_pin' });
    const { event, values, language } = world.mails.at(-1) ?? { event: 'pin_set', values: undefined, language: 'en' };
    expect(values?.pin).toMatch(/^\d{6}$/);
    expect(renderMail(MAIL_TEMPLATES[event][language], values as never).text).toContain(values?.pin ?? 'none');
    expect(await world.stack.database.query('SELECT pin_change_required FROM users')).toEqual([
      { pin_change_required: true },
    ]);
    expect(JSON.stringify(await journaled(world.stack.database))).not.toContain(values?.pin);
    await world.aUser({ userName: 'bob', mail: 'bob@example.org', languages: { text: 'fr' } });
    expect(await send({ user: 'bob' })).toMatchObject({ template: 'enroll' });
    expect(world.mails.at(-1)).toMatchObject({ language: 'fr' });
    await world.aUser({ userName: 'carol', mail: '' });
    await expect(send({ user: 'carol' })).rejects.toMatchObject({ code: 'not_allowed' });
    world.set({}, { mailRelay: { ...defaultCompanySettings.mailRelay, isEnabled: false } });
    await expect(send({ user: 'alice' })).rejects.toMatchObject({ code: 'not_allowed' });
  });
});
