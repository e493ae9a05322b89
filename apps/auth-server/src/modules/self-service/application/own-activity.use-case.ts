import type { CommandContext } from '../../../platform/command-context.ts';
import type { ActivityPlace, OwnActivity } from './ports/self-service-store.ts';
import { personOf } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** One line of a person's own history. */
export interface ActivityLine {
  readonly id: string;
  readonly occurredAt: number;
  readonly kind: 'sign_in' | 'change';
  readonly application: string;
  readonly clientAddress: string;
  readonly method: string;
  readonly outcome: string;
  readonly action: string;
  readonly isReported: boolean;
}

/** A page of it. */
export interface ActivityPage {
  readonly entries: readonly ActivityLine[];
  /** Empty: these were the last ones. */
  readonly next: string;
}

/** Own sign-ins and changes, newest first. Why a sign-in was refused is for administrators. */
export class ListOwnActivity {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  async execute(before: string, limit: number, context: CommandContext): Promise<ActivityPage> {
    const { userId } = personOf(context);
    const rows = await this.#with.store.activity(userId, placeOf(before), limit + 1);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      entries: shown.map(toLine),
      next: rows.length > limit && last !== undefined ? `${last.occurredAt}-${last.sequence}` : '',
    };
  }
}

function placeOf(text: string): ActivityPlace | undefined {
  const [, occurredAt, sequence] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? [];
  return sequence === undefined ? undefined : { occurredAt: Number(occurredAt), sequence: Number(sequence) };
}

function toLine({
  id,
  occurredAt,
  kind,
  relyingParty,
  clientAddress,
  outcome,
  details,
  isReported,
}: OwnActivity): ActivityLine {
  const isSignIn = kind === 'authentication';
  const proved = Array.isArray(details['proved']) ? (details['proved'] as readonly unknown[]) : [];
  const method = proved.filter((each) => each !== 'password').at(-1);
  return {
    id,
    occurredAt,
    kind: isSignIn ? 'sign_in' : 'change',
    application: relyingParty,
    clientAddress,
    method: typeof method === 'string' ? method : '',
    outcome,
    action: isSignIn ? '' : actionOf(kind, outcome, details),
    isReported,
  };
}

/** Changes name what was done; standings (`bypass_granted`) are named by their kind and outcome. */
function actionOf(kind: string, outcome: string, details: OwnActivity['details']): string {
  const { action } = details;
  return typeof action === 'string' ? action : `${kind}_${outcome}`;
}
