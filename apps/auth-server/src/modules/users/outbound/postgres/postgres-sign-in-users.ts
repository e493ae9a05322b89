import type { Sealer } from '@countersign/crypto';
import type { CanonicalUserName, User } from '@countersign/domain';
import type { Logger } from '@countersign/observability';
import type pg from 'pg';
import type { EntityManager } from 'typeorm';
import { messageOf } from '../../../../outbound/postgres/error-facts.ts';
import type { Database } from '../../../../platform/database.ts';
import type { SignInRead, SignInUsers } from '../../application/ports/sign-in-users.ts';
import { type SignInUserRow, toUser } from './sign-in-user.mapper.ts';

/** What {@link PostgresSignInUsers} needs. */
export interface SignInUsersOptions {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly logger: Logger;
  /** The company setting; 0: PINs do not expire. */
  readonly pinExpiryDays: () => number;
}

/** A sign-in has some seconds in all: a copy that hangs is left for another one soon. */
const PATIENCE_MS = 700;

const USER_COLUMNS = `
  f.names, u.id, u.version, u.user_name, u.directory_name, u.first_name, u.last_name, u.mail, u.is_enabled, u.languages, u.default_method,
  u.password_hash, u.pin_hash, (extract(epoch FROM u.pin_changed_at) * 1000)::bigint AS pin_changed_at,
  u.pin_change_required, u.oath_pin_mode,
  ARRAY(SELECT g.group_name FROM user_groups g WHERE g.user_id = u.id ORDER BY g.group_name) AS groups,
  (SELECT json_agg(json_build_array(
      a.id, a.kind, encode(a.secret_sealed, 'base64'), a.parameters, a.drift_steps, a.last_accepted,
      CASE WHEN a.kind = 'recovery_codes' THEN
        (SELECT json_agg(json_build_array(r.id, encode(r.code_hash, 'base64')))
           FROM recovery_codes r WHERE r.authenticator_id = a.id AND r.used_at IS NULL) END, a.credential_id)
      ORDER BY a.id IS DISTINCT FROM u.default_authenticator_id, a.id)
     FROM authenticators a
    WHERE a.user_id = u.id AND a.state = 'active') AS authenticators`;

const BY_NAMES = {
  name: 'sign-in-users-by-names',
  text: `
    SELECT ${USER_COLUMNS}
    FROM (SELECT user_id, array_agg(canonical_name) AS names
            FROM user_names WHERE canonical_name = ANY($1::text[]) GROUP BY user_id) AS f
    JOIN users u ON u.id = f.user_id AND u.deleted_at IS NULL`,
} as const;

const BY_IDS = {
  name: 'sign-in-users-by-ids',
  text: `
    SELECT ${USER_COLUMNS}
    FROM (SELECT id AS user_id, ARRAY[id::text] AS names FROM users WHERE id = ANY($1::uuid[])) AS f
    JOIN users u ON u.id = f.user_id AND u.deleted_at IS NULL`,
} as const;

/** Reads a whole batch of users with one prepared statement. */
export class PostgresSignInUsers implements SignInUsers {
  readonly #options: SignInUsersOptions;

  constructor(options: SignInUsersOptions) {
    this.#options = options;
  }

  async findByNames(names: readonly CanonicalUserName[], options: SignInRead = {}): Promise<ReadonlyMap<string, User>> {
    return await this.#find(BY_NAMES, names, options);
  }

  async findByIds(ids: readonly string[], options: SignInRead = {}): Promise<ReadonlyMap<string, User>> {
    return await this.#find(BY_IDS, ids, options);
  }

  async #find(
    statement: { readonly name: string; readonly text: string },
    wanted: readonly string[],
    { fromPrimary = false }: SignInRead,
  ): Promise<ReadonlyMap<string, User>> {
    // No name of a user has them, and PostgreSQL would refuse the whole batch for one of them.
    const asked = [...new Set(wanted)].filter((each) => !each.includes('\0') && each.isWellFormed());
    if (asked.length === 0) return new Map();
    const { database } = this.#options;
    const query = async (manager: EntityManager): Promise<SignInUserRow[]> => {
      const client = (await manager.queryRunner?.connect()) as pg.PoolClient;
      return (await client.query<SignInUserRow>({ ...statement, values: [asked] })).rows;
    };
    const rows = await (fromPrimary ? database.readPrimary(query) : database.read(query, { patienceMs: PATIENCE_MS }));
    return this.#toMap(rows);
  }

  #toMap(rows: readonly SignInUserRow[]): Map<string, User> {
    const { sealer, logger } = this.#options;
    const expiryDays = this.#options.pinExpiryDays();
    const users = new Map<string, User>();
    for (const row of rows) {
      const user = toUser(row, sealer, expiryDays, (authenticatorId, problem) => {
        logger.error(
          { authenticatorId, userId: row.id, problem: messageOf(problem) },
          'An authenticator cannot be read.',
        );
      });
      for (const name of row.names) users.set(name, user);
    }
    return users;
  }
}
