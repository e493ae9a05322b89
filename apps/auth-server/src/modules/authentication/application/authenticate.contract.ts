import type { User } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  aHotpAuthenticator,
  aPhone,
  aTotpAuthenticator,
  aUser,
  aWrongCode,
  hotpCode,
  someRecoveryCodes,
  someSettings,
} from '@countersign/testing/builders';
import { codeHashes, EngineWorld } from './__fixtures__/engine.ts';
import type { StoreWorld } from './__fixtures__/store-world.ts';

const totp = aTotpAuthenticator().build();
const hotp = aHotpAuthenticator().build();
const phone = aPhone();
const withPassword = aUser().with({ passwordHash: 'hash of secret' });
const alice = withPassword.having(totp).build();

/** Every way in, one step at a time, each step at another server. */
export function describeSignIns(name: string, makeStores: () => Promise<StoreWorld>): void {
  let world: EngineWorld;
  const given = async (...users: readonly User[]) => {
    world = new EngineWorld(await makeStores(), ...users);
  };
  beforeEach(() => given(alice));

  describe(`${name}: a sign-in`, () => {
    it('is a password, then a code as answer to the challenge', async () => {
      const question = await world.ask('secret');
      expect(question).toMatchObject({ outcome: 'challenged', challengeLifetimeSeconds: 90 });
      expect(question.handle).toMatch(/^[0-9a-f]{64}$/);
      expect(question.message).not.toBe('');
      const answer = await world.ask(await world.code(alice), { handle: question.handle }, 1);
      expect(answer).toMatchObject({ outcome: 'accepted', handle: '', authenticationId: question.authenticationId });
      expect(await world.journal()).toEqual(['challenged', 'accepted']);
    });

    it('is a password and a code in one field', async () => {
      world.rules({ codeEntry: 'concatenated' });
      expect(await world.ask(`secret${await world.code(alice)}`)).toMatchObject({ outcome: 'accepted' });
      expect(world.passwords.looks).toEqual(['secret']);
    });

    it('is a code alone, without a look at any password', async () => {
      world.rules({ passwordSource: 'none', codeEntry: 'code_only' });
      expect(await world.ask(await world.code(alice))).toMatchObject({ outcome: 'accepted' });
      expect(world.passwords.looks).toEqual([]);
    });

    it('is the next code of a counter-based device, never an earlier one', async () => {
      await given(withPassword.having(hotp).build());
      world.rules({ passwordSource: 'none', codeEntry: 'code_only' });
      const outcomes: string[] = [];
      for (const counter of [2, 2, 1, 3]) {
        outcomes.push((await world.ask(hotpCode(hotp, counter), {}, counter % 2 === 0 ? 0 : 1)).outcome);
      }
      expect(outcomes).toEqual(['accepted', 'rejected', 'rejected', 'accepted']);
    });

    it('is a code that we sent, and answers in the language of the user', async () => {
      await given(
        withPassword
          .having(phone)
          .with({ languages: { text: 'fr' } })
          .build(),
      );
      const question = await world.ask('secret');
      expect(world.textMessages.sent).toMatchObject([{ phone: phone.phone, language: 'fr' }]);
      expect(question).toMatchObject({ outcome: 'challenged', challengeLifetimeSeconds: 300 });
      const wrong = await world.ask(aWrongCode(world.textMessages.lastCode), { handle: question.handle }, 1);
      expect(wrong.outcome).toBe('challenged');
      expect(await world.ask(world.textMessages.lastCode, { handle: wrong.handle })).toMatchObject({
        outcome: 'accepted',
      });
      expect(world.textMessages.sent).toHaveLength(1);
    });

    it('is a code of the newest text message only', async () => {
      await given(withPassword.having(phone).build());
      const first = await world.ask('secret', { callingStation: 'one' });
      const olderCode = world.textMessages.lastCode;
      const second = await world.ask('secret', { callingStation: 'other' }, 1);
      expect((await world.ask(olderCode, { handle: first.handle })).outcome).toBe('rejected');
      expect((await world.ask(world.textMessages.lastCode, { handle: second.handle })).outcome).toBe('accepted');
    });

    it('is a recovery code, once', async () => {
      const set = someRecoveryCodes(['7KQ2M9XD0TCV', '0123456789AB'], codeHashes.recoveryCode);
      await given(withPassword.having(set).build());
      const answer = async (code: string) => {
        const { handle } = await world.ask('secret');
        return (await world.ask(code, { handle }, 1)).outcome;
      };
      expect(await answer('7kq2-m9xd-0tcv')).toBe('accepted');
      expect(await answer('7kq2-m9xd-0tcv')).toBe('rejected');
      expect(await answer('0123 4567 89ab')).toBe('accepted');
    });

    it('is PIN and code for whoever has a PIN', async () => {
      await given(withPassword.having(totp).inPinMode('pin 1357').build());
      const question = await world.ask('secret');
      const code = await world.code(alice);
      const wrong = await world.ask(`2468${code}`, { handle: question.handle });
      expect(wrong.outcome).toBe('challenged');
      expect((await world.ask(`1357${code}`, { handle: wrong.handle }, 1)).outcome).toBe('accepted');
    });

    it('needs no code from whom the relying party trusts', async () => {
      world.rules({ trustedNetworks: ['192.0.2.0/24'] });
      expect((await world.ask('secret')).outcome).toBe('accepted');
      expect((await world.ask('wrong')).outcome).toBe('rejected');
    });

    it('needs no code again while its result is remembered', async () => {
      world.rules({ rememberSeconds: 600 });
      const question = await world.ask('secret');
      await world.ask(await world.code(alice), { handle: question.handle });
      expect((await world.ask('secret', {}, 1)).outcome).toBe('accepted');
      expect((await world.ask('secret', { clientAddress: '192.0.2.8' }, 1)).outcome).toBe('challenged');
    });

    it('brings the same attributes after one round or three', async () => {
      await given(aUser('u').with({ passwordHash: 'hash of secret' }).having(totp).inGroups('staff').build());
      world.rules({
        replyAttributes: ['Class=all'],
        groupReplyAttributes: [
          { group: 'staff', replyAttributes: ['Filter-Id=staff'] },
          { group: 'guests', replyAttributes: ['Filter-Id=guests'] },
        ],
      });
      let question = await world.ask('secret');
      for (let round = 0; round < 2; round += 1) {
        question = await world.ask('approve', { handle: question.handle });
        expect(question.replyAttributes).toEqual([]);
      }
      expect(await world.journal()).toEqual(['challenged', 'challenged: code_wrong', 'challenged: code_wrong']);
      const answer = await world.ask(await world.code(alice), { handle: question.handle });
      expect(answer.replyAttributes).toEqual(['Class=all', 'Filter-Id=staff']);
    });
  });

  describe(`${name}: a refusal`, () => {
    it.each([
      ['an unknown user', 'nobody', 'secret', 'user_unknown'],
      ['a wrong password', 'alice', 'wrong', 'password_wrong'],
      ['no password', 'alice', '', 'password_missing'],
      ['a name that nobody can have', '\u0000', 'secret', 'request_malformed'],
      ['a name with half a character', '\ud800', 'secret', 'request_malformed'],
      ['a name of 10 MB', 'a'.repeat(10_000_000), 'secret', 'request_malformed'],
    ])('reads the same for %s; the journal knows better', async (_title, userName, typed, reason) => {
      const reference = await world.ask('not the password');
      const answer = await world.ask(typed, { userName });
      expect({ ...answer, authenticationId: '' }).toEqual({ ...reference, authenticationId: '' });
      expect((await world.journal()).at(-1)).toBe(`rejected: ${reason}`);
    });

    it('is the answer to a challenge of another client, station or user, which stays open for its owner', async () => {
      const bob = aUser('bob-id').named('bob').with({ passwordHash: 'hash of secret' }).having(totp).build();
      await given(alice, bob);
      world.rules({}, 'rp-other');
      const { handle } = await world.ask('secret', { callingStation: 'station-1' });
      const code = await world.code(alice);
      await world.ask(code, { handle, relyingPartyId: 'rp-other' });
      await world.ask(code, { handle, callingStation: 'station-2' });
      await world.ask(code, { handle, userName: 'bob' }, 1);
      await world.ask(code, { handle, userName: 'nobody' }, 1);
      await world.ask(code, { handle: 'unknown' });
      await world.ask(code, { handle: handle.slice(1) });
      expect(await world.journal()).toEqual([
        'challenged',
        'rejected: challenge_of_another_client',
        'rejected: challenge_of_another_client',
        'rejected: challenge_of_another_user',
        'rejected: challenge_of_another_user',
        'rejected: challenge_unknown',
        'rejected: challenge_unknown',
      ]);
      expect((await world.ask(code, { handle, callingStation: 'station-1' }, 1)).outcome).toBe('accepted');
    });

    it('is the second answer to one challenge, right or not', async () => {
      const { handle } = await world.ask('secret');
      const code = await world.code(alice);
      expect((await world.ask(code, { handle })).outcome).toBe('accepted');
      expect((await world.ask(await world.code(alice, 1), { handle }, 1)).outcome).toBe('rejected');
    });

    it('is not repeated at the cost of an attempt: the same request gets the same answer from any server', async () => {
      const request = { requestKey: 'request-1' };
      const first = await world.ask('wrong', request);
      expect(await world.ask('wrong', request, 1)).toEqual(first);
      expect(world.passwords.looks).toEqual(['wrong']);
      expect(await world.journal()).toHaveLength(1);
    });

    it('by the code counts against the code, for who knows the password', async () => {
      world.settings = someSettings({ lockout: { denials: 2, resetMinutes: 15, unlockMinutes: 30 } });
      world.rules({ codeEntry: 'concatenated' });
      const wrong = aWrongCode(...(await Promise.all([-2, -1, 0, 1, 2].map((steps) => world.code(alice, steps)))));
      await world.ask(`secret${wrong}`);
      await world.ask(`secret${wrong}`);
      expect(world.passwords.looks).toEqual(['secret', 'secret']);
      await world.ask(`secret${wrong}`);
      expect(await world.journal()).toEqual([
        'rejected: code_wrong',
        'rejected: code_wrong',
        'rejected: user_locked_out',
      ]);
    });

    it('by the password does not use up the code behind it', async () => {
      world.rules({ codeEntry: 'concatenated' });
      const code = await world.code(alice);
      expect((await world.ask(`wrong${code}`)).outcome).toBe('rejected');
      expect((await world.ask(`secret${code}`, {}, 1)).outcome).toBe('accepted');
    });

    it('of the message is a refusal or a question for another code, as the settings want', async () => {
      await given(withPassword.having(phone, totp).preferring('text_message').build());
      world.textMessages.outcome = new DomainError('delivery_unavailable', 'the queue is full');
      expect((await world.ask('secret')).outcome).toBe('challenged');
      world.settings = someSettings({ onDeliveryFailure: 'reject' });
      expect((await world.ask('secret', { callingStation: 'other' })).outcome).toBe('rejected');
      world.textMessages.outcome = { kind: 'limited', retryAfterSeconds: 60 };
      expect((await world.ask('secret', { callingStation: 'third' })).outcome).toBe('rejected');
      expect(await world.journal()).toEqual(['challenged', 'rejected: delivery_failed', 'rejected: delivery_limited']);
    });

    it('is an error for a relying party that does not exist', async () => {
      await expect(world.ask('secret', { relyingPartyId: 'nowhere' })).rejects.toMatchObject({ code: 'not_found' });
    });
  });
}
