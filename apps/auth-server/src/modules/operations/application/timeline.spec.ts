import { describe, expect, it } from '@jest/globals';
import type { PlacedEntry } from './ports/attempt-reader.ts';
import { timelineOf } from './timeline.ts';

const NOON = Date.UTC(2026, 2, 1, 12);

function anEntry(over: Partial<PlacedEntry>): PlacedEntry {
  return {
    sequence: 1,
    eventId: 'e1',
    occurredAt: NOON,
    kind: 'authentication',
    userId: undefined,
    userName: 'alice',
    outcome: 'challenged',
    reason: '',
    relyingParty: 'VPN',
    server: 'auth-1',
    clientAddress: '203.0.113.7',
    authenticationId: 'a1',
    details: {},
    ...over,
  };
}

const question = anEntry({
  details: {
    step: 'sign_in',
    gateway: 'radius-1',
    nasAddress: '192.0.2.9',
    passwordSource: 'directory',
    trace: [
      { what: 'user', result: 'found', at: 1, took: 2 },
      { what: 'password', result: 'password_verified', at: 3, took: 40.5 },
      { what: 'text_message', result: 'text_message_queued', at: 44, took: 3 },
      { what: 'nonsense', result: 'x', at: 0, took: 0 },
    ],
    took: 50,
    method: 'text_message',
    asked: ['text_message', 'totp'],
    attemptsLeft: 3,
    expiresAt: NOON + 90_000,
  },
});
const message = anEntry({
  sequence: 2,
  kind: 'delivery',
  outcome: 'sent',
  occurredAt: NOON + 40,
  details: { provider: 'gateway-a', reportedAt: NOON + 900, attempts: [{ provider: 'gateway-a' }] },
});
const answer = anEntry({
  sequence: 3,
  occurredAt: NOON + 9_000,
  outcome: 'rejected',
  reason: 'code_wrong',
  details: { step: 'answer', startedAt: NOON, method: 'text_message', took: 2 },
});

describe('the story of a sign-in', () => {
  it('goes from the packet over the question and the message to the last reply', () => {
    const steps = timelineOf([question, message, answer]);
    expect(steps.map(({ at, what, result, took }) => [at - NOON, what, result, took])).toEqual([
      [-3, 'packet_received', 'received', 0],
      [0, 'user', 'found', 2],
      [41, 'password', 'password_verified', 40.5],
      [44, 'text_message', 'text_message_queued', 3],
      [47, 'challenge', 'shown', 0],
      [47, 'reply', 'challenged', 50],
      [900, 'message_delivery', 'sent', 860],
      [9_000, 'answer_received', 'received', 0],
      [9_002, 'answer', 'code_wrong', 0],
      [9_002, 'reply', 'rejected', 2],
    ]);
    expect(steps[0]?.facts).toEqual({
      gateway: 'radius-1',
      nasAddress: '192.0.2.9',
      application: 'VPN',
      clientAddress: '203.0.113.7',
      server: 'auth-1',
    });
    expect(steps[4]?.facts).toMatchObject({ methods: 'text_message totp', attemptsLeft: '3' });
  });

  it('says when no second factor was asked for', () => {
    const details = { step: 'sign_in', basis: 'one_time_bypass' };
    const steps = timelineOf([anEntry({ outcome: 'accepted', details })]);
    expect(steps.map(({ what, result }) => `${what} ${result}`)).toEqual([
      'packet_received received',
      'second_factor one_time_bypass',
      'reply accepted',
    ]);
  });

  it('reads entries of earlier releases, which know less', () => {
    expect(timelineOf([anEntry({ details: { trace: 'x' } }), anEntry({ details: null })])).toHaveLength(4);
  });
});
