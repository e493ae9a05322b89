import { describe, expect, it } from '@jest/globals';
import { aDecidedEvent, NOON } from '../__fixtures__/events.ts';
import { projectedFacts } from './projections.ts';

describe('projectedFacts', () => {
  const otp = (value: number) => ({ type: 'otp_accepted', authenticatorId: 'a', value, driftSteps: value }) as const;

  it('keeps the highest floor of each authenticator', () => {
    const events = [5, 9, 7].map((value) => aDecidedEvent({ onAccept: [otp(value)] }));
    expect(projectedFacts(events).floors).toEqual([{ authenticatorId: 'a', value: 9, driftSteps: 9, usedAt: NOON }]);
  });

  it('takes what belongs to an accept only from an accept', () => {
    const always = [{ type: 'recovery_code_used', codeId: 'c' }] as const;
    const { floors, spentCodes } = projectedFacts([aDecidedEvent({ outcome: 'rejected', onAccept: [otp(1)], always })]);
    expect([floors, [...spentCodes]]).toEqual([[], [['c', NOON]]]);
  });

  it('makes a standing of a lockout, and lets a later event of the batch decide each fact', () => {
    const at = (after: number, over: object) => aDecidedEvent({ userId: 'u', occurredAt: NOON + after, ...over });
    const standing = (over: object) => ({ always: [{ type: 'standing', userId: 'u', ...over } as const] });
    const { standings } = projectedFacts([
      at(0, { lockedUntil: 5 }),
      at(1, standing({ blockedUntil: 7, blockReason: 'fraud' })),
      at(2, standing({ lockedUntil: null })),
      at(1, standing({ blockedUntil: 1 })),
    ]);
    expect(standings).toEqual([
      { userId: 'u', changedAt: NOON + 2, fields: { lockedUntil: null, blockedUntil: 7, blockReason: 'fraud' } },
    ]);
  });

  it('takes reports of fraud with the instant of their event', () => {
    const fraud = {
      type: 'fraud_reported',
      reportId: 'r',
      userId: 'u',
      channel: 'portal',
      relyingParty: 'VPN',
    } as const;
    const whole = { ...fraud, clientAddress: '', authenticationId: '', note: '', isAutoBlocked: true };
    expect(projectedFacts([aDecidedEvent({ always: [whole] })]).frauds).toEqual([{ ...whole, reportedAt: NOON }]);
  });
});
