import { DomainError } from '@countersign/errors';
import type { Method } from '@countersign/domain';
import type { EntityManager } from 'typeorm';
import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { Database, Transaction } from '../../../../platform/database.ts';
import { isUniqueViolation, readFresh } from '../../../administration/index.ts';
import type {
  ActivityPlace,
  OwnActivity,
  OwnFacts,
  PagePreferences,
  SelfServiceStore,
  StoredPasskey,
} from '../../application/ports/self-service-store.ts';
import {
  type ActivityRow,
  SELECT_ACTIVITY,
  SELECT_ENTRY,
  SELECT_FACTS,
  SELECT_LAST_USED,
  toActivity,
} from './own-facts.sql.ts';

interface FactsRow {
  readonly default_authenticator_id: string | null;
  readonly ui_language: string | null;
  readonly theme: string | null;
  readonly time_zone: string | null;
  readonly deadline: string | null;
  readonly questions: readonly string[];
  readonly answered_at: string | null;
}

/** What self-service keeps, in Postgres. */
export class PostgresSelfServiceStore implements SelfServiceStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async facts(userId: string): Promise<OwnFacts> {
    return await readFresh(this.#database, async (manager) => {
      const [row]: FactsRow[] = await manager.query(SELECT_FACTS, [userId]);
      const used: { id: string; at: string }[] = await manager.query(SELECT_LAST_USED, [userId]);
      return toFacts(row, used);
    });
  }

  async setDefault({ manager }: Transaction, userId: string, method: Method, authenticatorId: string): Promise<void> {
    await manager.query('UPDATE users SET default_method = $2, default_authenticator_id = $3 WHERE id = $1', [
      userId,
      method,
      authenticatorId,
    ]);
  }

  async rename({ manager }: Transaction, authenticatorId: string, name: string): Promise<void> {
    await manager.query('UPDATE authenticators SET name = $2 WHERE id = $1', [authenticatorId, name]);
  }

  async setState({ manager }: Transaction, authenticatorId: string, state: 'active' | 'suspended'): Promise<void> {
    await manager.query('UPDATE authenticators SET state = $2 WHERE id = $1', [authenticatorId, state]);
  }

  async addPasskey({ manager }: Transaction, passkey: StoredPasskey): Promise<void> {
    const { id, userId, name, credentialId, counter, at, ...rest } = passkey;
    const parameters = {
      publicKey: rest.publicKey,
      signCount: counter,
      transports: rest.transports,
      aaguid: rest.aaguid,
      deviceType: rest.deviceType,
      isBackedUp: rest.isBackedUp,
      rpId: rest.rpId,
    };
    try {
      await manager.query(
        `INSERT INTO authenticators (id, user_id, kind, state, name, credential_id, parameters, last_accepted, bound_at,
           created_at)
         VALUES ($1, $2, 'passkey', 'active', $3, $4, $5, $6, $7, $7)`,
        [id, userId, name, credentialId, JSON.stringify(parameters), counter > 0 ? counter : -1, new Date(at)],
      );
    } catch (cause) {
      if (!isUniqueViolation(cause)) throw cause;
      throw new DomainError('already_exists', 'This passkey is registered already.', { cause });
    }
  }

  async passkeys(userId: string) {
    const rows = await readFresh<{ credential_id: string; parameters: { transports?: readonly string[] } }[]>(
      this.#database,
      async (manager) =>
        await manager.query(
          `SELECT credential_id, parameters FROM authenticators
           WHERE user_id = $1 AND kind = 'passkey' AND credential_id IS NOT NULL ORDER BY id`,
          [userId],
        ),
    );
    return rows.map((row) => ({ credentialId: row.credential_id, transports: row.parameters.transports ?? [] }));
  }

  async setPreferences({ manager }: Transaction, userId: string, wanted: PagePreferences, now: number): Promise<void> {
    await manager.query(
      `INSERT INTO user_preferences (user_id, ui_language, theme, time_zone, updated_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (user_id) DO UPDATE SET ui_language = excluded.ui_language, theme = excluded.theme,
         time_zone = excluded.time_zone, updated_at = excluded.updated_at`,
      [userId, wanted.uiLanguage, wanted.theme, wanted.timeZone, new Date(now)],
    );
  }

  /** The first date stays. */
  async setDeadline({ manager }: Transaction, userId: string, deadlineAt: number, now: number): Promise<void> {
    await manager.query(
      `INSERT INTO user_preferences AS p (user_id, enrollment_deadline_at, updated_at) VALUES ($1, $2, $3)
       ON CONFLICT (user_id) DO UPDATE SET
         enrollment_deadline_at = coalesce(p.enrollment_deadline_at, excluded.enrollment_deadline_at)`,
      [userId, new Date(deadlineAt), new Date(now)],
    );
  }

  async replaceAnswers(
    { manager }: Transaction,
    userId: string,
    answers: readonly { readonly questionId: string; readonly hash: string }[],
    now: number,
  ): Promise<void> {
    await manager.query('DELETE FROM security_answers WHERE user_id = $1', [userId]);
    await manager.query(
      `INSERT INTO security_answers (user_id, question_id, answer_hash, answered_at)
       SELECT $1, question, hash, $4 FROM unnest($2::text[], $3::text[]) AS a (question, hash)`,
      [userId, answers.map(({ questionId }) => questionId), answers.map(({ hash }) => hash), new Date(now)],
    );
  }

  async answers(userId: string): Promise<ReadonlyMap<string, string>> {
    const rows = await readFresh<{ question_id: string; answer_hash: string }[]>(
      this.#database,
      async (manager) =>
        await manager.query('SELECT question_id, answer_hash FROM security_answers WHERE user_id = $1', [userId]),
    );
    return new Map(rows.map((row) => [row.question_id, row.answer_hash]));
  }

  async activity(userId: string, before: ActivityPlace | undefined, limit: number): Promise<readonly OwnActivity[]> {
    const from = before === undefined ? null : new Date(before.occurredAt);
    const values = [userId, from, before?.sequence ?? null, limit];
    const read = async (manager: EntityManager): Promise<ActivityRow[]> => await manager.query(SELECT_ACTIVITY, values);
    return (await readFresh(this.#database, read)).map(toActivity);
  }

  async activityEntry(userId: string, id: string) {
    const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
    if (!isId) return undefined;
    const read = async (manager: EntityManager): Promise<ActivityRow[]> =>
      await manager.query(SELECT_ENTRY, [userId, id]);
    const [row] = await readFresh(this.#database, read);
    return row === undefined ? undefined : { ...toActivity(row), authenticationId: row.authentication_id };
  }
}

const NOTHING: FactsRow = {
  default_authenticator_id: null,
  ui_language: null,
  theme: null,
  time_zone: null,
  deadline: null,
  questions: [],
  answered_at: null,
};

function toFacts(row = NOTHING, used: readonly { readonly id: string; readonly at: string }[]): OwnFacts {
  return {
    defaultAuthenticatorId: row.default_authenticator_id ?? '',
    enrollmentDeadlineAt: milliseconds(row.deadline),
    preferences: { uiLanguage: row.ui_language ?? '', theme: row.theme ?? 'system', timeZone: row.time_zone ?? '' },
    answeredQuestions: row.questions,
    answeredAt: milliseconds(row.answered_at),
    lastUsedAt: new Map(used.map(({ id, at }) => [id, wholeNumber(at)])),
  };
}

function milliseconds(text: string | null): number {
  return text === null ? 0 : wholeNumber(text);
}
