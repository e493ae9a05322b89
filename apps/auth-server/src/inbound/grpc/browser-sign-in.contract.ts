import { randomUUID } from 'node:crypto';
import { SystemRandom, uuidv7 } from '@countersign/crypto';
import { builtInRelyingParty, type CompanySettings, type User } from '@countersign/domain';
import { SecretBytes } from '@countersign/errors';
import { aPasskey, aPhone, aTotpAuthenticator, aUser, someSettings, totpCode } from '@countersign/testing/builders';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  codeHashes,
  FakeHasher,
  FakePasswords,
  FakeTextMessages,
  FakeUsers,
} from '../../modules/authentication/application/__fixtures__/engine.ts';
import { look, type StoreWorld } from '../../modules/authentication/application/__fixtures__/store-world.ts';
import { Authenticate } from '../../modules/authentication/application/authenticate.use-case.ts';
import { CommitStep } from '../../modules/authentication/application/commit-step.ts';
import { PerformCommand } from '../../modules/authentication/application/perform-command.ts';
import { BrowserSessions } from '../../modules/sessions/application/browser-sessions.ts';
import { Conversation } from '../../modules/sessions/application/conversation.ts';
import type { SessionStore } from '../../modules/sessions/application/ports/session-store.ts';
import { Prove } from '../../modules/sessions/application/prove.use-case.ts';
import { SessionPrincipals } from '../../modules/sessions/application/session-principals.ts';
import { type Arrival, SignIn } from '../../modules/sessions/application/sign-in.use-case.ts';

const random = new SystemRandom();
const totp = aTotpAuthenticator().build();
const alice = aUser()
  .having(totp, aPhone(), aPasskey())
  .with({ defaultMethod: 'totp', passwordHash: 'hash of secret' })
  .build();
const carol: User = { ...alice, id: 'carol', userName: 'carol' as User['userName'], authenticators: [] };
const visitor = {
  clientAddress: '192.0.2.7',
  userAgent: 'Firefox/140.0 (X11; Linux)',
  origin: 'http://localhost:8443',
};
const OWNER = { roleId: 'owner', roleName: 'Owner', permissions: new Set(), scope: { kind: 'everything' } } as const;

/** One server with its sessions; time of sessions is moved by the test. */
class SessionWorld {
  readonly passwords = new FakePasswords();
  readonly textMessages = new FakeTextMessages();
  readonly users = new FakeUsers();
  readonly administrators = new Map<string, typeof OWNER>();
  readonly clock = { at: Date.UTC(2026, 2, 1, 12), now: () => this.clock.at };
  settings: CompanySettings = someSettings();
  readonly world: StoreWorld;
  readonly sessions: BrowserSessions;
  readonly signIn: SignIn;
  readonly prove: Prove;
  readonly principals: SessionPrincipals;

  constructor(world: StoreWorld, store: SessionStore) {
    this.world = world;
    this.users.set(alice);
    const { clock } = this;
    const settings = { current: () => this.settings };
    const lookup = this.users.cached();
    const find = { find: (id: string) => Promise.resolve(this.administrators.get(id)) };
    this.sessions = new BrowserSessions({ store, settings, random, clock });
    const conversation = new Conversation({ authenticate: this.#authenticate(), settings, random, clock });
    const users = {
      find: (name: string) => Promise.resolve(this.users.all.get(name)),
      findById: (id: string) => Promise.resolve([...this.users.all.values()].find((user) => user.id === id)),
    };
    this.signIn = new SignIn({ sessions: this.sessions, store, conversation, users, clock });
    this.prove = new Prove({ sessions: this.sessions, store, conversation, clock });
    this.principals = new SessionPrincipals({ sessions: this.sessions, users: lookup, administrators: find as never });
  }

  async code(steps = 0): Promise<SecretBytes> {
    const { now } = await look(this.world.stores[0]);
    return SecretBytes.fromText(totpCode(totp, now, steps));
  }

  withPassword(password = 'secret', userName = 'alice', changes: Partial<Arrival> = {}) {
    return this.signIn.withPassword(userName, SecretBytes.fromText(password), arrival(undefined, changes));
  }

  /** Signs alice in; gives the ids of the half and the full session. */
  async fully(): Promise<{ readonly half: string; readonly full: string }> {
    const { session: half } = await this.withPassword();
    const { session: full } = await this.signIn.answer({ code: await this.code() }, arrival(half));
    return { half, full };
  }

  #authenticate(): Authenticate {
    const [store] = this.world.stores;
    const { passwords, textMessages } = this;
    const passkeys = {
      verify: ({ response, challenge }: { response: string; challenge: string }) =>
        Promise.resolve(
          response.includes(`"signed":"${challenge}"`) ? { counter: 0, isUserVerified: true } : undefined,
        ),
    };
    return new Authenticate({
      relyingParties: { get: (id) => builtInRelyingParty(id, this.settings) },
      settings: { current: () => this.settings },
      users: this.users.cached(),
      store,
      codeHashes,
      perform: new PerformCommand({
        store,
        passwords,
        hasher: new FakeHasher(),
        textMessages,
        codeHashes,
        random,
        passkeys,
      }),
      commit: new CommitStep({
        store,
        random,
        server: 'core-1',
        newEventId: (now) => uuidv7(new Date(now), random),
        onDecided: () => undefined,
      }),
      administrators: { find: (id) => Promise.resolve(this.administrators.get(id)) },
      newId: randomUUID,
    });
  }
}

function arrival(session: string | undefined, changes: Partial<Arrival> = {}): Arrival {
  return { surface: 'portal', visitor, session, ...changes };
}

/** What a browser sends for a passkey, as far as anyone but the verifier reads it. */
function passkeyResponse(challenge: string, userId: string = alice.id): string {
  const encode = (text: string) => Buffer.from(text).toString('base64url');
  const id = aPasskey().credentialId.replaceAll(' ', '_');
  const response = { clientDataJSON: encode(JSON.stringify({ challenge })), userHandle: encode(userId) };
  return JSON.stringify({ id, response, signed: challenge });
}

/** What signing in does, whatever memory is under it. */
export function signInContract(
  open: () => Promise<{ world: StoreWorld; store: SessionStore; close: () => void }>,
): void {
  describe('a sign-in in the browser', () => {
    let world: SessionWorld;
    let close: () => void;

    beforeEach(async () => {
      const opened = await open();
      world = new SessionWorld(opened.world, opened.store);
      close = opened.close;
    });
    afterEach(() => close());

    it('opens a session of its own at each level, and the one before is dead', async () => {
      const { half, full } = await world.fully();
      expect(half).not.toBe(full);
      expect(await world.principals.find(full, 'portal')).toMatchObject({ level: 'full', userName: 'alice' });
      expect(await world.sessions.find(half, 'portal')).toBeUndefined();
      await expect(world.signIn.answer({ code: await world.code(1) }, arrival(half))).rejects.toMatchObject({
        code: 'sign_in_required',
      });
    });

    it('ends the session that the browser came with: nobody goes on under an id that was given to them', async () => {
      const { full } = await world.fully();
      await world.withPassword('wrong', 'alice', { session: full });
      expect(await world.principals.find(full, 'portal')).toBeUndefined();
    });

    it('gives half a session no right, in either place', async () => {
      const { session } = await world.withPassword();
      expect(await world.principals.find(session, 'portal')).toBeUndefined();
      expect(await world.principals.find(session, 'console')).toBeUndefined();
      await expect(world.prove.begin(undefined, arrival(session))).rejects.toMatchObject({ code: 'sign_in_required' });
    });

    it('opens a session of the portal to nobody at the console', async () => {
      const { full } = await world.fully();
      world.administrators.set(alice.id, OWNER);
      expect(await world.principals.find(full, 'console')).toBeUndefined();
    });

    it('refuses a code that was used', async () => {
      const code = await world.code();
      const first = await world.withPassword();
      const second = await world.withPassword();
      const answers = await Promise.all(
        [first, second].map(({ session }) => world.signIn.answer({ code }, arrival(session))),
      );
      expect(answers.filter(({ step }) => step.kind === 'signed_in')).toHaveLength(1);
    });

    it('answers alike to an unknown name, a wrong password and who is disabled', async () => {
      world.users.set({ ...alice, id: 'disabled', userName: 'bob' as User['userName'], isEnabled: false });
      for (const [name, password] of [
        ['nobody', 'secret'],
        ['alice', 'wrong'],
        ['bob', 'secret'],
      ] as const) {
        expect(await world.withPassword(password, name)).toEqual({ session: '', step: { kind: 'refused' } });
      }
    });

    it('refuses whoever is no administrator at the console like a wrong password', async () => {
      const console = { surface: 'console' } as const;
      expect(await world.withPassword('secret', 'alice', console)).toEqual(
        await world.withPassword('wrong', 'alice', console),
      );
      world.administrators.set(alice.id, OWNER);
      expect((await world.withPassword('secret', 'alice', console)).step.kind).toBe('prompt');
    });

    it('opens enrollment to who has no method, or names what the help desk needs', async () => {
      world.users.set(carol);
      const { session, step } = await world.withPassword('secret', 'carol');
      expect(step).toEqual({ kind: 'enroll' });
      expect(await world.principals.find(session, 'portal')).toMatchObject({ level: 'enrolling' });
      world.settings = someSettings({ portal: { ...world.settings.portal, isEnrollmentAllowed: false } });
      expect(await world.withPassword('secret', 'carol')).toMatchObject({ session: '', step: { kind: 'no_method' } });
    });

    it('completes a sign-in with the first method, under a new id', async () => {
      world.users.set(carol);
      const { session } = await world.withPassword('secret', 'carol');
      const enrolling = await world.principals.find(session, 'portal');
      const full = await world.sessions.promote(enrolling?.sessionKey ?? '', 'totp-9');
      expect(await world.principals.find(session, 'portal')).toBeUndefined();
      expect(await world.principals.find(full, 'portal')).toMatchObject({ level: 'full', provedById: 'totp-9' });
    });

    it('sends a text message when it is chosen, and not twice in half a minute', async () => {
      const { session } = await world.withPassword();
      await world.signIn.choose('text_message', arrival(session));
      await expect(world.signIn.choose('text_message', arrival(session))).rejects.toMatchObject({
        code: 'attempts_throttled',
      });
      const code = SecretBytes.fromText(world.textMessages.lastCode);
      expect((await world.signIn.answer({ code }, arrival(session))).step.kind).toBe('signed_in');
    });

    it('takes a passkey alone, once', async () => {
      const keyed = aPasskey();
      const passkey = { ...keyed, credentialId: keyed.credentialId.replaceAll(' ', '_') };
      world.users.set({ ...alice, authenticators: [passkey] });
      const { challenge } = JSON.parse(await world.signIn.passkeyOptions(visitor)) as { challenge: string };
      const response = passkeyResponse(challenge);
      expect((await world.signIn.withPasskey(response, arrival(undefined))).step.kind).toBe('signed_in');
      expect((await world.signIn.withPasskey(response, arrival(undefined))).step.kind).toBe('over');
      const strange = passkeyResponse('never-asked-for');
      expect((await world.signIn.withPasskey(strange, arrival(undefined))).step.kind).toBe('over');
    });

    it('ends idle sessions, and all of them at their time', async () => {
      const { full } = await world.fully();
      world.clock.at += 9 * 60_000;
      expect(await world.principals.find(full, 'portal')).toBeDefined();
      world.clock.at += 10 * 60_000;
      expect(await world.principals.find(full, 'portal')).toBeUndefined();
    });

    it('does not live on because a page looks by itself', async () => {
      const { full } = await world.fully();
      for (let minute = 0; minute < 9; minute += 1) {
        world.clock.at += 60_000;
        expect(await world.principals.find(full, 'portal', { isQuiet: true })).toBeDefined();
      }
      world.clock.at += 60_000;
      expect(await world.principals.find(full, 'portal', { isQuiet: true })).toBeUndefined();
    });

    it('ends every session of a person at once, but one if it is named', async () => {
      const { full } = await world.fully();
      const { session: other } = await world.withPassword();
      const principal = await world.principals.find(full, 'portal');
      await world.sessions.endAll(alice.id, principal?.sessionKey);
      expect(await world.principals.find(full, 'portal')).toBeDefined();
      expect(await world.sessions.find(other, 'portal')).toBeUndefined();
      await world.sessions.endAll(alice.id);
      expect(await world.principals.find(full, 'portal')).toBeUndefined();
    });

    it('proves again in an open session, and remembers by what', async () => {
      const { full } = await world.fully();
      world.clock.at += 6 * 60_000;
      expect((await world.prove.begin('totp', arrival(full))).kind).toBe('prompt');
      const wrong = await world.prove.answer({ code: SecretBytes.fromText('nonsense') }, arrival(full));
      expect(wrong).toMatchObject({ session: '', step: { kind: 'prompt' } });
      const proved = await world.prove.answer({ code: await world.code(1) }, arrival(full));
      expect(proved.step.kind).toBe('signed_in');
      expect(await world.principals.find(proved.session, 'portal')).toMatchObject({
        level: 'full',
        provedAt: world.clock.at,
        provedById: totp.id,
      });
    });

    it('gives a session that was proved a new id, and the same end', async () => {
      const { full } = await world.fully();
      const before = await world.sessions.find(full, 'portal');
      world.clock.at += 60_000;
      await world.prove.begin('totp', arrival(full));
      const { session: id } = await world.prove.answer({ code: await world.code(1) }, arrival(full));
      expect(id).not.toBe(full);
      expect(await world.sessions.find(full, 'portal')).toBeUndefined();
      const { createdAt, endsAt } = before?.session ?? {};
      expect((await world.sessions.find(id, 'portal'))?.session).toMatchObject({ createdAt, endsAt });
      expect(await world.sessions.list(alice.id)).toHaveLength(1);
    });

    it('gives no new id to a session that was ended while it was proved', async () => {
      const { full } = await world.fully();
      await world.prove.begin('totp', arrival(full));
      const found = await world.sessions.find(full, 'portal');
      await world.sessions.endAll(alice.id);
      if (found === undefined) throw new Error('there is no session');
      await expect(world.sessions.renew(found.session, totp.id)).rejects.toMatchObject({ code: 'sign_in_required' });
      expect(await world.sessions.list(alice.id)).toEqual([]);
    });
  });
}
