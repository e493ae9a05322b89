import type { Authentication, CompanySettings, RelyingParty, Step, User } from '@countersign/domain';
import type { Json, JournalEvent, Projection } from '../../journal/index.ts';
import type { SignInAttempt } from './sign-in-attempt.ts';

/** What an entry about one step of an authentication is made of. */
export interface JournalEntryParts {
  readonly eventId: string;
  readonly occurredAt: number;
  readonly server: string;
  readonly attempt: SignInAttempt;
  readonly relyingParty: RelyingParty;
  readonly settings: CompanySettings;
  readonly user: User | undefined;
  readonly step: Step;
  /** What the directory said, for the administrator; empty: nothing. */
  readonly detail: string;
}

/** The journal event of one step, without its outcome: only the commit knows that. */
export function journalEntry(parts: JournalEntryParts): JournalEvent {
  const { next } = parts.step;
  return {
    eventId: parts.eventId,
    occurredAt: parts.occurredAt,
    kind: 'authentication',
    userId: parts.user?.id,
    userName: next.userName,
    relyingParty: parts.relyingParty.applicationName,
    server: parts.server,
    clientAddress: parts.settings.journalFields.client_address ? next.clientAddress : undefined,
    authenticationId: next.id,
    details: details(parts, next),
    onAccept: projections(parts.step, parts.user),
  };
}

function details({ attempt, step, detail, relyingParty, settings }: JournalEntryParts, next: Authentication) {
  const fields: Record<string, Json> = {
    step: attempt.handle === '' ? 'sign_in' : 'answer',
    passwordSource: relyingParty.policy.passwordSource,
    proved: next.proofs.map((proof) => (proof.kind === 'password' ? 'password' : proof.method)),
  };
  if (next.rounds > 0) fields.round = next.rounds;
  if (detail !== '') fields.detail = detail;
  if (next.callingStation !== '' && settings.journalFields.client_address) fields.callingStation = next.callingStation;
  if (next.stage.at === 'challenged') fields.asked = [...next.stage.challenge.methods];
  if (next.stage.at === 'ended' && next.stage.verdict.outcome === 'accepted') fields.basis = next.stage.verdict.basis;
  const proof = next.proofs.find((one) => one.kind === 'second_factor');
  if (proof?.kind === 'second_factor') fields.authenticatorId = proof.authenticatorId;
  return fields;
}

/** What the drain carries to Postgres, so that a loss of Redis cannot make a used code good again. */
function projections(step: Step, user: User | undefined): readonly Projection[] | undefined {
  const claim = step.command.kind === 'commit' ? step.command.commit.claim : undefined;
  switch (claim?.kind) {
    case 'otp':
      return [
        {
          type: 'otp_accepted',
          authenticatorId: claim.authenticatorId,
          value: claim.value,
          ...(claim.method === 'totp' ? { driftSteps: claim.driftSteps } : {}),
        },
      ];
    case 'recovery_code':
      return [{ type: 'recovery_code_used', codeId: claim.codeId }];
    case 'bypass':
      return user === undefined
        ? undefined
        : [{ type: 'standing', userId: user.id, bypassId: null, bypassUntil: null }];
    default:
      return undefined;
  }
}
