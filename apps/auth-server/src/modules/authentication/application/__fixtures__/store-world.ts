import { type Authentication, type Claim, type LiveFacts, receiveAuthentication } from '@countersign/domain';
import { aUser } from '@countersign/testing/builders';
import type {
  AuthenticationStore,
  BeginRequest,
  CommitRequest,
  FailureBudget,
  Loaded,
} from '../ports/authentication-store.ts';

/** What stands in the journal. */
export interface JournalLine {
  readonly event: string;
  readonly outcome: string;
  readonly reason: string;
  /** 0: locked nobody. */
  readonly lockedUntil: number;
}

/** Facts that an administrator, or somebody else, changes beside the sign-in. */
export type FactsChange = Partial<
  Pick<
    LiveFacts,
    'lockedUntil' | 'passwordThrottledUntil' | 'blockedUntil' | 'revocations' | 'bypassUntil' | 'bypassId'
  > & { readonly leastUserVersion: number }
>;

/** Two servers that share one memory. */
export interface StoreWorld {
  readonly stores: readonly [AuthenticationStore, AuthenticationStore];
  change(userId: string, facts: FactsChange): Promise<void>;
  /** Everything that ends in that time ends. */
  pass(milliseconds: number): Promise<void>;
  journal(): Promise<readonly JournalLine[]>;
  /** The shared memory loses everything, and nobody is told. */
  loseMemory(): Promise<void>;
  /** Resolves when sign-ins are decided again. */
  restored(): Promise<void>;
}

export const USER = aUser().build();
export const DEVICE = 'device-1';
let serial = 0;

/** A name that nothing else in this run has. */
export function unique(prefix: string): string {
  serial += 1;
  return `${prefix}-${serial}`;
}

/** What the store knows before a fresh sign-in of the user. */
export function look(store: AuthenticationStore, handle = '', requestKey = unique('look')): Promise<Loaded> {
  return store.load({ userId: USER.id, requestKey, handle, authenticatorIds: [DEVICE] });
}

/** A commit that rests on `loaded` and rejects for a wrong code, unless it is told otherwise. */
export function aCommit(loaded: Loaded, changes: Partial<CommitRequest> = {}): CommitRequest {
  const authenticationId = changes.authenticationId ?? unique('authentication');
  return {
    generation: loaded.generation,
    userId: USER.id,
    expectedRevision: loaded.facts.revision,
    expectedUserVersion: loaded.leastUserVersion,
    outcome: 'rejected',
    reason: 'code_wrong',
    requestKey: unique('request'),
    begun: undefined,
    consumedHandle: '',
    claim: undefined,
    claimMilliseconds: 600_000,
    failure: undefined,
    restoredFactors: [],
    remember: undefined,
    open: undefined,
    authenticationId,
    result: '"as proposed"',
    resultIfRefused: '"refused"',
    journalEvent: JSON.stringify({ eventId: unique('event') }),
    ...changes,
  };
}

/** An accept that spends something. */
export function anAccept(loaded: Loaded, claim: Claim | undefined, changes: Partial<CommitRequest> = {}): CommitRequest {
  return aCommit(loaded, { outcome: 'accepted', reason: '', claim, ...changes });
}

/** A challenge that stays open under a handle. */
export function aChallenge(loaded: Loaded, handle: string, changes: Partial<CommitRequest> = {}): CommitRequest {
  const authenticationId = changes.authenticationId ?? unique('authentication');
  return aCommit(loaded, {
    outcome: 'challenged',
    reason: '',
    authenticationId,
    open: { handle, authentication: anOpenAuthentication(authenticationId), lifetimeMilliseconds: 90_000 },
    ...changes,
  });
}

/** An authentication that waits for an answer; with `isTextSent`, for a code that we sent. */
export function anOpenAuthentication(id: string, isTextSent = false): Authentication {
  const received = receiveAuthentication({
    id,
    userId: USER.id,
    userName: USER.userName,
    relyingPartyId: 'rp-vpn',
    clientAddress: '192.0.2.7',
    callingStation: '',
    startedAt: 1,
    revocations: 0,
  });
  const sentCode = isTextSent ? { authenticatorId: 'phone-1', hash: 'hash', digits: 6, expiresAt: 2 } : undefined;
  const challenge = { attemptsLeft: 3, expiresAt: 2, methods: ['totp'] as const, sentCode };
  return { ...received, rounds: 1, stage: { at: 'challenged', challenge } };
}

export function totpClaim(value: number, authenticatorId = DEVICE): Claim {
  return { kind: 'otp', method: 'totp', authenticatorId, value, driftSteps: 0 };
}

export const SECOND: FailureBudget = {
  factor: 'second',
  denials: 3,
  windowMilliseconds: 60_000,
  lockMilliseconds: 600_000,
};

/** What is taken before the user's password is looked at. */
export function aBegin(loaded: Loaded, changes: Partial<BeginRequest> = {}): BeginRequest {
  return {
    generation: loaded.generation,
    authenticationId: unique('authentication'),
    userId: USER.id,
    requestKey: unique('request'),
    joinKey: '',
    joinMilliseconds: 30_000,
    tentative: undefined,
    passwordDenials: 3,
    passwordWindowMilliseconds: 60_000,
    pendingMilliseconds: 5000,
    ...changes,
  };
}

/** The end of what `begin` began. */
export function ending(begun: BeginRequest, changes: Partial<CommitRequest> = {}): Partial<CommitRequest> {
  return { begun, requestKey: begun.requestKey, authenticationId: begun.authenticationId, ...changes };
}
