import { describe, expect, it } from '@jest/globals';
import type { Session, SessionStore } from './session-store.ts';

const NOW = Date.UTC(2026, 2, 1, 12);
const IDLE = 600_000;
let serial = 0;

function aSession(changes: Partial<Session> = {}): Session {
  serial += 1;
  return {
    key: serial.toString(16).padStart(64, '0'),
    surface: 'portal',
    level: 'full',
    userId: 'alice',
    userName: 'alice',
    createdAt: NOW,
    lastSeenAt: NOW,
    endsAt: NOW + 3_600_000,
    provedAt: 0,
    provedById: '',
    browser: 'Firefox / Linux',
    clientAddress: '192.0.2.7',
    question: undefined,
    ...changes,
  };
}

const QUESTION = {
  handle: 'ab'.repeat(32),
  reference: 'authentication-1',
  method: 'totp',
  attemptsLeft: 3,
  expiresAt: NOW + 60_000,
  textSentAt: 0,
  passkeyChallenge: 'challenge',
} as const;

/** What every {@link SessionStore} does. */
export function sessionStoreContract(open: () => SessionStore): void {
  const use = (at = NOW) => ({ now: at, idleMilliseconds: IDLE, isUse: true });
  const look = (at = NOW) => ({ ...use(at), isUse: false });

  describe('a session store', () => {
    it('keeps what it was given', async () => {
      const store = open();
      const session = aSession({ question: QUESTION });
      expect(await store.begin(session)).toBe(true);
      expect((await store.find(session.key, look()))?.session).toEqual(session);
    });

    it('lets a session live on from its last use, and not from a look at it', async () => {
      const store = open();
      const session = aSession();
      await store.begin(session);
      await store.find(session.key, use(NOW + 500_000));
      await store.find(session.key, look(NOW + 1_000_000));
      expect(await store.find(session.key, look(NOW + 1_099_999))).toBeDefined();
      expect(await store.find(session.key, look(NOW + 1_100_000))).toBeUndefined();
    });

    it('ends a session at its time however much it is used', async () => {
      const store = open();
      const session = aSession({ endsAt: NOW + 700_000 });
      await store.begin(session);
      await store.find(session.key, use(NOW + 400_000));
      expect(await store.find(session.key, use(NOW + 700_000))).toBeUndefined();
    });

    it('ends the session that another one replaces, at the same moment', async () => {
      const store = open();
      const half = aSession({ level: 'password_proved' });
      const full = aSession();
      await store.begin(half);
      expect(await store.begin(full, half.key)).toBe(true);
      expect(await store.find(half.key, use())).toBeUndefined();
      expect(await store.find(full.key, use())).toBeDefined();
    });

    it('replaces no session that was ended with all of its user’s', async () => {
      const store = open();
      const userId = `ended-${serial}`;
      const ended = aSession({ userId });
      const next = aSession({ userId });
      await store.begin(ended);
      await store.endAll(userId);
      expect(await store.begin(next, ended.key)).toBe(false);
      expect(await store.find(next.key, use())).toBeUndefined();
    });

    it('replaces a session once, however many try', async () => {
      const store = open();
      const half = aSession({ level: 'password_proved' });
      await store.begin(half);
      const tries = Array.from({ length: 5 }, () => aSession());
      const begun = await Promise.all(tries.map((each) => store.begin(each, half.key)));
      expect(begun.filter((isBegun) => isBegun)).toHaveLength(1);
    });

    it('changes the question, and says when there is nothing to change', async () => {
      const store = open();
      const session = aSession({ question: QUESTION });
      await store.begin(session);
      expect(await store.change(session.key, { question: null })).toBe(true);
      expect((await store.find(session.key, look()))?.session).toEqual({ ...session, question: undefined });
      await store.end(session.key);
      expect(await store.change(session.key, { question: null })).toBe(false);
      expect(await store.find(session.key, look())).toBeUndefined();
    });

    it('ends all sessions of a user but one, and nobody else’s', async () => {
      const store = open();
      const userId = `user-${serial}`;
      const [one, other, kept, strange] = [
        aSession({ userId }),
        aSession({ userId }),
        aSession({ userId }),
        aSession(),
      ];
      for (const each of [one, other, kept, strange]) await store.begin(each);
      await store.endAll(userId, kept.key);
      expect(await store.find(one.key, use())).toBeUndefined();
      expect(await store.find(other.key, use())).toBeUndefined();
      expect(await store.find(kept.key, use())).toBeDefined();
      expect(await store.find(strange.key, use())).toBeDefined();
      await store.endAll(userId);
      expect(await store.find(kept.key, use())).toBeUndefined();
      const later = aSession({ userId });
      await store.begin(later);
      expect(await store.find(later.key, use())).toBeDefined();
    });

    it('lists the sessions of a user that are alive, newest first', async () => {
      const store = open();
      const userId = `lister-${serial}`;
      const old = aSession({ userId, lastSeenAt: NOW - IDLE });
      const first = aSession({ userId });
      const second = aSession({ userId, surface: 'console', createdAt: NOW + 1 });
      for (const each of [old, first, second]) await store.begin(each);
      const idle = { portal: IDLE, console: IDLE };
      expect((await store.list(userId, NOW + 1, idle)).map(({ key }) => key)).toEqual([second.key, first.key]);
    });

    it('takes a challenge once', async () => {
      const store = open();
      await store.openChallenge('to be signed', 60_000);
      expect(await store.takeChallenge('never given out')).toBe(false);
      expect(await store.takeChallenge('to be signed')).toBe(true);
      expect(await store.takeChallenge('to be signed')).toBe(false);
    });
  });
}
