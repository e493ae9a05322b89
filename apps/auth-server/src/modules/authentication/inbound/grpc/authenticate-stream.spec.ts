import { EventEmitter } from 'node:events';
import { authenticationV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { silentLogger } from '@countersign/observability';
import type { CallContext } from '@countersign/rpc';
import { describe, expect, it } from '@jest/globals';
import type { Authenticate } from '../../application/authenticate.use-case.ts';
import { type SignInAnswer, type SignInAttempt } from '../../application/sign-in-attempt.ts';
import { AuthenticateStream } from './authenticate-stream.ts';

const { Outcome } = authenticationV1;
const ACCEPTED: SignInAnswer = {
  outcome: 'accepted',
  handle: '',
  message: '',
  challengeLifetimeSeconds: 0,
  replyAttributes: ['Filter-Id=staff'],
  authenticationId: '0f0e0d0c-0b0a-4908-8706-050403020100',
};

/** The door's end of a stream. */
class FakeCall extends EventEmitter {
  readonly results: authenticationV1.AttemptResult[] = [];
  isEnded = false;

  write({ results }: authenticationV1.AuthenticateResponse): boolean {
    this.results.push(...results);
    return true;
  }

  end(): void {
    this.isEnded = true;
  }

  ask(...attempts: Partial<authenticationV1.Attempt>[]): void {
    this.emit('data', { attempts: attempts.map(anAttempt) });
  }
}

function anAttempt(changes: Partial<authenticationV1.Attempt>): authenticationV1.Attempt {
  const common = { correlationId: 1, requestKey: Buffer.alloc(16, 7), relyingPartyId: 'rp', userName: 'alice' };
  return authenticationV1.Attempt.fromPartial({
    ...common,
    credential: Buffer.from('secret'),
    deadlineMilliseconds: 1000,
    ...changes,
  });
}

function served(execute: (attempt: SignInAttempt) => Promise<SignInAnswer>, memory = { isReady: true }) {
  const stream = new AuthenticateStream({ execute } as unknown as Authenticate, silentLogger(), memory);
  const call = new FakeCall();
  const draining = new AbortController();
  const caller = { service: 'radius-gateway', instance: 'radius-1' };
  stream.serve(call as never, { caller, draining: draining.signal } as CallContext);
  return { call, draining, memory, stream };
}

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe("the doors' stream", () => {
  it('answers each attempt under its own number, the accept with its attributes', async () => {
    const { call } = served(async () => Promise.resolve(ACCEPTED));
    call.ask({ correlationId: 5 }, { correlationId: 6 });
    await turns(3);
    expect(call.results.map(({ correlationId }) => correlationId)).toEqual([5, 6]);
    expect(call.results[0]).toMatchObject({ outcome: Outcome.ACCEPTED, replyAttributes: ['Filter-Id=staff'] });
    expect(call.results[0]?.authenticationId.toString('hex')).toBe('0f0e0d0c0b0a49088706050403020100');
  });

  it.each([
    ['refused to be answered', async () => Promise.reject(new DomainError('unavailable', 'away')), 'unavailable'],
    ['met by a fault', async () => Promise.reject(new TypeError('a bug')), 'internal'],
  ])('is undecided, never accepted, for an attempt that is %s', async (_, execute, errorCode) => {
    const { call } = served(execute);
    call.ask({});
    await turns(3);
    expect(call.results).toMatchObject([{ outcome: Outcome.NO_DECISION, errorCode }]);
  });

  it.each([
    ['without time left', { deadlineMilliseconds: 0 }, 'deadline_exceeded'],
    ['with a request key of another length', { requestKey: Buffer.alloc(15) }, 'invalid_request'],
    ['with a name of ten megabytes', { userName: 'a'.repeat(10_000_000) }, 'invalid_request'],
    ['with a credential of two kilobytes', { credential: Buffer.alloc(2048) }, 'invalid_request'],
  ])('does no work for an attempt %s', async (_, changes, errorCode) => {
    const asked: SignInAttempt[] = [];
    const { call } = served(async (attempt) => {
      asked.push(attempt);
      return Promise.resolve(ACCEPTED);
    });
    call.ask(changes);
    await turns(3);
    expect(asked).toEqual([]);
    expect(call.results).toMatchObject([{ outcome: Outcome.NO_DECISION, errorCode }]);
  });

  it('never takes a handle of another length for a fresh sign-in', async () => {
    const asked: SignInAttempt[] = [];
    const { call } = served(async (attempt) => {
      asked.push(attempt);
      return Promise.resolve(ACCEPTED);
    });
    call.ask({ challengeHandle: Buffer.alloc(31) }, { challengeHandle: Buffer.alloc(32, 1) }, {});
    await turns(3);
    expect(asked.map(({ handle }) => handle)).toEqual(['unknown', '01'.repeat(32), '']);
  });

  it('ends when the server wants to stop, after what was begun is answered', async () => {
    let answer: (answer: SignInAnswer) => void = () => undefined;
    const { call, draining, stream } = served(() => new Promise((resolve) => (answer = resolve)));
    call.ask({});
    draining.abort();
    await turns(3);
    expect([call.isEnded, stream.underWay]).toEqual([false, 1]);
    answer(ACCEPTED);
    await turns(3);
    expect([call.isEnded, call.results.length, stream.underWay]).toEqual([true, 1, 0]);
  });

  it('is refused while Redis is away, and ends when Redis goes', async () => {
    const execute = async () => Promise.resolve(ACCEPTED);
    expect(() => served(execute, { isReady: false })).toThrow(expect.objectContaining({ code: 'unavailable' }));
    const { call, memory } = served(execute);
    const ended = new Promise<void>((resolve) => {
      call.end = () => resolve();
    });
    memory.isReady = false;
    await ended;
  });
});
