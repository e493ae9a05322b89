import type { Claim, Commit, Step } from '@countersign/domain';
import { describe, expect, it } from '@jest/globals';
import { aPhone, aRelyingParty, aUser, someSettings } from '@countersign/testing/builders';
import { anAttempt } from './__fixtures__/engine.ts';
import { anOpenAuthentication, totpClaim, USER } from './__fixtures__/store-world.ts';
import { journalEntry, type JournalEntryParts } from './journal-entry.ts';
import { SignInTrace } from './sign-in-trace.ts';

const SECRET = 'hunter2-424242';

function aStep(claim: Claim | undefined, next: Partial<Step['next']> = {}): Step {
  const verdict = { outcome: 'accepted', basis: 'second_factor' } as const;
  const commit: Commit = {
    verdict,
    claim,
    refusal: undefined,
    failedFactor: undefined,
    restoredFactors: [],
    remember: undefined,
  };
  const ended = { ...anOpenAuthentication('authentication-1'), stage: { at: 'ended', verdict } as const };
  return { next: { ...ended, ...next }, command: { kind: 'commit', commit } };
}

function anEntry(changes: Partial<JournalEntryParts> = {}) {
  return journalEntry({
    eventId: 'event-1',
    occurredAt: 12,
    server: 'core-1',
    attempt: anAttempt(SECRET),
    relyingParty: aRelyingParty(),
    settings: someSettings(),
    user: USER,
    step: aStep(undefined),
    detail: '',
    ...changes,
  });
}

describe('the journal entry of a step', () => {
  it('says who, where, when and how', () => {
    const second = { kind: 'second_factor', method: 'totp', authenticatorId: 'device-1', provedAt: 1 } as const;
    const password = { kind: 'password', source: 'local', provedAt: 1 } as const;
    expect(anEntry({ step: aStep(totpClaim(5), { proofs: [password, second], callingStation: 'aa-bb' }) })).toEqual({
      eventId: 'event-1',
      occurredAt: 12,
      kind: 'authentication',
      userId: USER.id,
      userName: 'alice',
      relyingParty: 'VPN rp-vpn',
      server: 'core-1',
      clientAddress: '192.0.2.7',
      authenticationId: 'authentication-1',
      details: {
        step: 'sign_in',
        passwordSource: 'local',
        proved: ['password', 'totp'],
        round: 1,
        callingStation: 'aa-bb',
        basis: 'second_factor',
        authenticatorId: 'device-1',
        method: 'totp',
      },
      onAccept: [{ type: 'otp_accepted', authenticatorId: 'device-1', value: 5, driftSteps: 0 }],
    });
  });

  it('names the person as far as the settings want it', () => {
    const contact = { firstName: 'Alice', lastName: 'Martin', mail: 'alice@example.org' };
    const user = { ...aUser().having(aPhone()).build(), contact, groups: ['staff'] };
    const on = { names: true, mail: true, phone: true, client_address: true };
    expect(anEntry({ user, settings: someSettings({ journalFields: on }) }).details).toMatchObject({
      firstName: 'Alice',
      lastName: 'Martin',
      mail: 'alice@example.org',
      phones: [aPhone().phone.number],
      groups: ['staff'],
    });
    const off = { names: false, mail: false, phone: false, client_address: false };
    const bare = JSON.stringify(anEntry({ user, settings: someSettings({ journalFields: off }) }));
    for (const text of ['Alice', 'Martin', 'example.org', aPhone().phone.number, '192.0.2.7']) {
      expect(bare).not.toContain(text);
    }
  });

  it('names what was asked, what the directory said, and that it was an answer', () => {
    const step = aStep(undefined, { stage: anOpenAuthentication('x').stage });
    const attempt = anAttempt(SECRET, { handle: 'handle-1' });
    expect(anEntry({ step, detail: '52e', attempt }).details).toMatchObject({
      step: 'answer',
      detail: '52e',
      asked: ['totp'],
    });
  });

  it.each<[string, Claim, unknown]>([
    [
      'a counter',
      { ...totpClaim(5), method: 'hotp' } as Claim,
      { type: 'otp_accepted', authenticatorId: 'device-1', value: 5 },
    ],
    [
      'a recovery code',
      { kind: 'recovery_code', authenticatorId: 's', codeId: 'c1' },
      { type: 'recovery_code_used', codeId: 'c1' },
    ],
    [
      'a bypass',
      { kind: 'bypass', bypassId: 'b1' },
      { type: 'standing', userId: USER.id, bypassId: null, bypassUntil: null },
    ],
  ])('carries %s to the database', (_title, claim, projection) => {
    expect(anEntry({ step: aStep(claim) }).onAccept).toEqual([projection]);
  });

  it('carries nothing for a code that was sent: its challenge is gone', () => {
    expect(anEntry({ step: aStep({ kind: 'sent_code', authenticatorId: 'p' }) }).onAccept).toBeUndefined();
  });

  it('keeps addresses out where the settings say so', () => {
    const settings = someSettings({
      journalFields: { names: true, mail: true, phone: true, client_address: false },
    });
    const text = JSON.stringify(anEntry({ settings, step: aStep(undefined, { callingStation: 'aa-bb' }) }));
    expect(text).not.toContain('192.0.2.7');
    expect(text).not.toContain('aa-bb');
  });

  it('never holds what was typed, nor anything secret of the user', () => {
    const user = aUser().with({ passwordHash: 'canary-hash' }).inPinMode('canary-pin').build();
    const text = JSON.stringify(anEntry({ user }));
    for (const canary of [SECRET, 'canary-hash', 'canary-pin']) expect(text).not.toContain(canary);
  });

  it('says how the attempt came in and what was done for it, but no address where the settings forbid it', () => {
    const door = { gateway: 'radius-1', nasAddress: '192.0.2.9', nasIdentifier: 'vpn-gw' };
    const attempt = { ...anAttempt(SECRET), door };
    const trace = new SignInTrace(() => 0);
    expect(anEntry({ attempt, trace }).details).toMatchObject({ ...door, took: 0 });
    const journalFields = { names: true, mail: true, phone: true, client_address: false };
    const text = JSON.stringify(anEntry({ attempt, settings: someSettings({ journalFields }) }));
    expect(text).not.toContain('192.0.2.9');
  });
});
