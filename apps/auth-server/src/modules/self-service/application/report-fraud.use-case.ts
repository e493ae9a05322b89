import { uuidv7 } from '@countersign/crypto';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { JournalEvent, JournalStream } from '../../journal/index.ts';
import type { ManagedUser } from '../../users/index.ts';
import type { OwnActivity } from './ports/self-service-store.ts';
import { personOf } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** What somebody reports. */
export interface ReportFraudCommand {
  /** Of the journal; empty: of nothing in particular. */
  readonly entryId: string;
  readonly shouldBlock: boolean;
  readonly note: string;
}

/** What was done about it. */
export interface ReportedFraud {
  readonly reportId: string;
  readonly isBlocked: boolean;
}

const DAY_MILLISECONDS = 86_400_000;
const REASON = 'reported by the user: this was not me';
const TRIES = 10;
const TRIES_WINDOW_SECONDS = 3600;

/** What {@link ReportFraud} needs beside the others. */
export interface ReportFraudDependencies extends SelfServiceDependencies {
  readonly journal: JournalStream;
  /** Name of this server, as the journal says it. */
  readonly server: string;
}

/** "This wasn't me." It ends the other sessions and works while the master is offline: that is when it may be needed. */
export class ReportFraud {
  readonly #with: ReportFraudDependencies;

  constructor(dependencies: ReportFraudDependencies) {
    this.#with = dependencies;
  }

  async execute(command: ReportFraudCommand, context: CommandContext): Promise<ReportedFraud> {
    const { finder, store, notices, random } = this.#with;
    const principal = personOf(context);
    await this.#refuseFlood(principal.userId);
    const [user, entry] = await Promise.all([
      finder.find(principal.userId, undefined),
      command.entryId === '' ? undefined : store.activityEntry(principal.userId, command.entryId),
    ]);
    if (command.entryId !== '' && entry === undefined) {
      throw new DomainError('not_found', 'There is no such entry among yours.', { field: 'entry_id' });
    }
    const reportId = uuidv7(new Date(context.now), random);
    await this.#journal(reportId, user, entry, command, context);
    await this.#act(user, command.shouldBlock, context);
    await notices.tell(user, { event: 'fraud_reported', what: { en: '', fr: '' } }, context.now);
    return { reportId, isBlocked: command.shouldBlock };
  }

  async #act({ id: userId, userName }: ManagedUser, shouldBlock: boolean, context: CommandContext): Promise<void> {
    const { standings, sessions, settings } = this.#with;
    const principal = personOf(context);
    if (!shouldBlock) {
      await sessions.endOthers(principal, context.now);
      return;
    }
    const until = context.now + settings.current().blockDays * DAY_MILLISECONDS;
    await standings.block({ userId, userName, until, reason: REASON, actor: context.actor, now: context.now });
    await sessions.endAll(principal, context.now);
  }

  async #journal(
    reportId: string,
    user: ManagedUser,
    entry: (OwnActivity & { readonly authenticationId: string }) | undefined,
    { shouldBlock, note, entryId }: ReportFraudCommand,
    context: CommandContext,
  ): Promise<void> {
    const { relyingParty = '', clientAddress = '', authenticationId = '' } = entry ?? {};
    const event: JournalEvent = {
      eventId: reportId,
      occurredAt: context.now,
      kind: 'change',
      userId: user.id,
      userName: user.userName,
      relyingParty,
      clientAddress,
      authenticationId,
      server: this.#with.server,
      details: { action: 'fraud_reported', actor: context.actor, entryId, isBlocked: shouldBlock, note },
      always: [
        {
          type: 'fraud_reported',
          reportId,
          userId: user.id,
          channel: 'portal',
          relyingParty,
          clientAddress,
          authenticationId,
          note,
          isAutoBlocked: shouldBlock,
        },
      ],
    };
    await this.#with.journal.append(event, 'done', '');
  }

  async #refuseFlood(userId: string): Promise<void> {
    const tries = await this.#with.pending.countTry(userId, 'fraud', TRIES_WINDOW_SECONDS);
    if (tries <= TRIES) return;
    throw new DomainError('attempts_throttled', 'You reported this many times already; it is being looked at.', {
      retryAfterSeconds: TRIES_WINDOW_SECONDS,
    });
  }
}
