import { describe, expect, it } from '@jest/globals';
import type { Attempt, AuthenticationCore, Settle, Verdict } from './ports/authentication-core.ts';
import { SignIn, type SignInCommand } from './sign-in.use-case.ts';

class HeldCore implements AuthenticationCore {
  isAvailable = true;
  isTaking = true;
  readonly held: { attempt: Attempt; settle: Settle }[] = [];

  submit(attempt: Attempt, settle: Settle): boolean {
    if (this.isTaking) this.held.push({ attempt, settle });
    return this.isTaking;
  }
}

const clock = { now: () => 1000 };
const limits = { userPace: { perSecond: 1, burst: 5 }, maxInFlight: 4 };

function command(changes: Partial<SignInCommand> = {}): SignInCommand {
  return {
    clientId: 'nas',
    clientPace: { perSecond: 0, burst: 0 },
    patienceMilliseconds: 9000,
    requestKey: Buffer.alloc(16),
    relyingPartyId: 'rp',
    userName: 'alice',
    credential: Buffer.from('pw'),
    challengeHandle: Buffer.alloc(0),
    clientAddress: '',
    callingStation: '',
    nasAddress: '192.0.2.1',
    nasIdentifier: '',
    ...changes,
  };
}

describe('SignIn', () => {
  it('asks the core with a deadline, and passes its verdict on', () => {
    const core = new HeldCore();
    const signIn = new SignIn(core, clock, limits);
    const verdicts: Verdict[] = [];
    expect(signIn.execute(command(), (verdict) => verdicts.push(verdict))).toBeUndefined();
    expect(signIn.inFlight).toBe(1);
    core.held[0]?.settle({ outcome: 'rejected', authenticationId: Buffer.alloc(0), message: 'no' });
    expect(verdicts).toEqual([{ outcome: 'rejected', authenticationId: Buffer.alloc(0), message: 'no' }]);
    expect(signIn.inFlight).toBe(0);
    expect(core.held[0]?.attempt).toMatchObject({ userName: 'alice', deadlineAt: 10_000 });
    expect(core.held[0]?.attempt).not.toHaveProperty('clientPace');
  });

  it('takes nothing while no core can be asked, or none takes it', () => {
    const core = new HeldCore();
    const signIn = new SignIn(core, clock, limits);
    core.isTaking = false;
    expect(signIn.execute(command(), () => undefined)).toBe('core_unavailable');
    core.isAvailable = false;
    expect(signIn.execute(command(), () => undefined)).toBe('core_unavailable');
    expect(signIn.inFlight).toBe(0);
  });

  it('keeps room for answers to challenges when it is full of fresh sign-ins', () => {
    const signIn = new SignIn(new HeldCore(), clock, limits);
    for (let user = 0; user < 4; user += 1) signIn.execute(command({ userName: `u${user}` }), () => undefined);
    const answer = { challengeHandle: Buffer.alloc(32) };
    expect(signIn.execute(command({ userName: 'x' }), () => undefined)).toBe('overloaded');
    expect(signIn.execute(command({ userName: 'y', ...answer }), () => undefined)).toBeUndefined();
    expect(signIn.execute(command({ userName: 'z', ...answer }), () => undefined)).toBe('overloaded');
  });

  it('limits a user through one client, however the name is written, and not through another', () => {
    const signIn = new SignIn(new HeldCore(), clock, { ...limits, maxInFlight: 100 });
    const results = Array.from({ length: 6 }, (_, turn) =>
      signIn.execute(command({ userName: turn % 2 === 0 ? 'alice' : 'ALICE' }), () => undefined),
    );
    expect(results).toEqual([undefined, undefined, undefined, undefined, undefined, 'user_rate_limited']);
    expect(signIn.execute(command({ clientId: 'other' }), () => undefined)).toBeUndefined();
  });

  it('limits a client', () => {
    const signIn = new SignIn(new HeldCore(), clock, { ...limits, maxInFlight: 100 });
    const ask = (userName: string) =>
      signIn.execute(command({ userName, clientPace: { perSecond: 1, burst: 2 } }), () => undefined);
    expect(['a', 'b', 'c'].map(ask)).toEqual([undefined, undefined, 'client_rate_limited']);
  });
});
