import type { Authentication, Challenge, CompanySettings, RelyingParty, Stage, Step, User } from '@countersign/domain';
import type { Json, JournalEvent, Projection } from '../../journal/index.ts';
import type { SignInAttempt } from './sign-in-attempt.ts';
import type { SignInTrace } from './sign-in-trace.ts';

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
  /** What was done for the attempt, and how long it took. */
  readonly trace?: SignInTrace;
  /** The question that this step answers, if it answers one. */
  readonly question?: Challenge;
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

function details(parts: JournalEntryParts, next: Authentication) {
  const { attempt, detail, relyingParty, settings } = parts;
  const { callingStation, rounds, stage, proofs } = next;
  const isStationKept = callingStation !== '' && settings.journalFields.client_address;
  const fields: Record<string, Json | undefined> = {
    step: attempt.handle === '' ? 'sign_in' : 'answer',
    passwordSource: relyingParty.policy.passwordSource,
    proved: proofs.map((proof) => (proof.kind === 'password' ? 'password' : proof.method)),
    round: rounds > 0 ? rounds : undefined,
    detail: detail === '' ? undefined : detail,
    callingStation: isStationKept ? callingStation : undefined,
    ...methodDetails(parts, next),
    ...stageDetails(stage),
    ...personDetails(parts),
    ...traceDetails(parts),
  };
  // JSON leaves out what is undefined.
  return fields as Record<string, Json>;
}

/** What the original kept of a person besides the name (product decision: each can be switched off). */
function personDetails({ user, settings }: JournalEntryParts): Readonly<Record<string, Json | undefined>> {
  if (user === undefined) return {};
  const { contact, groups, authenticators } = user;
  const { names, mail, phone } = settings.journalFields;
  const numbers = authenticators.flatMap((one) => (one.kind === 'phone' ? [one.phone.number] : []));
  return {
    firstName: names ? filled(contact.firstName) : undefined,
    lastName: names ? filled(contact.lastName) : undefined,
    mail: mail ? filled(contact.mail) : undefined,
    phones: phone && numbers.length > 0 ? numbers : undefined,
    groups: groups.length > 0 ? groups : undefined,
  };
}

/** How the attempt reached us and what was done for it: what a help desk needs to answer "why was I refused?". */
function traceDetails({
  attempt,
  trace,
  step,
  settings,
}: JournalEntryParts): Readonly<Record<string, Json | undefined>> {
  const { door } = attempt;
  const { startedAt } = step.next;
  return {
    gateway: door === undefined ? undefined : filled(door.gateway),
    nasAddress: door === undefined || !settings.journalFields.client_address ? undefined : filled(door.nasAddress),
    nasIdentifier: door === undefined ? undefined : filled(door.nasIdentifier),
    startedAt: attempt.handle === '' ? undefined : startedAt,
    trace: trace === undefined || trace.steps.length === 0 ? undefined : trace.steps.map((one) => ({ ...one })),
    took: trace === undefined ? undefined : trace.elapsed,
  };
}

/** What was proved by, or else the first that is asked for, or that was. */
function methodDetails({ question }: JournalEntryParts, { proofs, stage }: Authentication) {
  const second = proofs.find((proof) => proof.kind === 'second_factor');
  const asked = stage.at === 'challenged' ? stage.challenge : question;
  return { authenticatorId: second?.authenticatorId, method: second?.method ?? asked?.methods[0] };
}

function filled(text: string): string | undefined {
  return text === '' ? undefined : text;
}

function stageDetails(stage: Stage): Readonly<Record<string, Json>> {
  if (stage.at === 'challenged') {
    const { methods, attemptsLeft, expiresAt } = stage.challenge;
    return { asked: methods, attemptsLeft, expiresAt };
  }
  return stage.at === 'ended' && stage.verdict.outcome === 'accepted' ? { basis: stage.verdict.basis } : {};
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
