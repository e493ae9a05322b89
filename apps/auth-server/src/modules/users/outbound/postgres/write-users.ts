import type { EntityManager } from 'typeorm';
import type { UserChanges } from '../../application/ports/managed-user.ts';
import type { AddedUser, ChangedUser } from '../../application/ports/user-repository.ts';

/** Rows of one statement: enough to be quick, few enough to stay far from the limit of a message. */
const CHUNK = 1000;

interface NamedUser {
  readonly id: string;
  readonly userName?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
}

/** Writes new users with their names, groups and phones, a thousand in a statement. */
export async function insertUsers(manager: EntityManager, users: readonly AddedUser[]): Promise<void> {
  for (const chunk of chunksOf(users)) {
    await manager.query(INSERT_USERS, [JSON.stringify(chunk.map(userJson))]);
    await insertGroups(
      manager,
      chunk.map(({ id, fields }) => ({ id, groups: fields.groups })),
    );
    await insertPhones(manager, chunk);
    // Last: what users are searched by is made when they get their names, once for all that was written before.
    await insertNames(
      manager,
      chunk.map(({ id, fields }) => ({ id, userName: fields.userName, aliases: fields.aliases })),
    );
  }
}

/** Replaces what each user's changes name and leaves the rest. */
export async function updateUsers(manager: EntityManager, users: readonly ChangedUser[]): Promise<void> {
  for (const chunk of chunksOf(users)) {
    await manager.query(UPDATE_USERS, [JSON.stringify(chunk.map(changeJson))]);
    await replaceNames(manager, chunk);
    const grouped = chunk.flatMap(({ id, changes }) =>
      changes.groups === undefined ? [] : [{ id, groups: changes.groups }],
    );
    await manager.query('DELETE FROM user_groups WHERE user_id = ANY($1::uuid[])', [grouped.map(({ id }) => id)]);
    await insertGroups(manager, grouped);
    await insertPhones(manager, chunk);
  }
}

const INSERT_USERS = `
  INSERT INTO users (id, user_name, first_name, last_name, mail, description, is_enabled, default_method, password_hash,
    password_changed_at, languages, tags, created_at, updated_at)
  SELECT j.id, j.user_name, j.first_name, j.last_name, j.mail, j.description, j.is_enabled, j.default_method,
    j.password_hash, CASE WHEN j.password_hash IS NULL THEN NULL ELSE j.at END, j.languages,
    ARRAY(SELECT jsonb_array_elements_text(j.tags)), j.at, j.at
  FROM jsonb_to_recordset($1::jsonb) AS j(id uuid, user_name text, first_name text, last_name text, mail text,
    description text, is_enabled boolean, default_method text, password_hash text, languages jsonb, tags jsonb,
    at timestamptz)`;

// A field that is left out arrives as NULL, which keeps the column; the default method is cleared by the empty text.
const UPDATE_USERS = `
  UPDATE users u SET
    user_name = coalesce(j.user_name, u.user_name), first_name = coalesce(j.first_name, u.first_name),
    last_name = coalesce(j.last_name, u.last_name), mail = coalesce(j.mail, u.mail),
    description = coalesce(j.description, u.description), is_enabled = coalesce(j.is_enabled, u.is_enabled),
    default_method = CASE WHEN j.default_method IS NULL THEN u.default_method ELSE nullif(j.default_method, '') END,
    password_hash = coalesce(j.password_hash, u.password_hash),
    password_changed_at = CASE WHEN j.password_hash IS NULL THEN u.password_changed_at ELSE j.at END,
    languages = coalesce(j.languages, u.languages),
    tags = CASE WHEN j.tags IS NULL THEN u.tags ELSE ARRAY(SELECT jsonb_array_elements_text(j.tags)) END,
    updated_at = j.at
  FROM jsonb_to_recordset($1::jsonb) AS j(id uuid, user_name text, first_name text, last_name text, mail text,
    description text, is_enabled boolean, default_method text, password_hash text, languages jsonb, tags jsonb,
    at timestamptz)
  WHERE u.id = j.id`;

async function replaceNames(manager: EntityManager, users: readonly ChangedUser[]): Promise<void> {
  const renamed = users.filter(({ changes }) => changes.userName !== undefined);
  const realiased = users.filter(({ changes }) => changes.aliases !== undefined);
  await deleteNames(manager, renamed, 'user_name');
  await deleteNames(manager, realiased, 'alias');
  const names: NamedUser[] = users.map(({ id, changes }) => ({
    id,
    userName: changes.userName,
    aliases: changes.aliases,
  }));
  await insertNames(manager, names);
}

async function deleteNames(manager: EntityManager, users: readonly ChangedUser[], kind: string): Promise<void> {
  const ids = users.map(({ id }) => id);
  await manager.query('DELETE FROM user_names WHERE user_id = ANY($1::uuid[]) AND kind = $2', [ids, kind]);
}

async function insertNames(manager: EntityManager, users: readonly NamedUser[]): Promise<void> {
  const rows = users.flatMap(({ id, userName, aliases = [] }) => [
    ...(userName === undefined ? [] : [{ name: userName, id, kind: 'user_name' }]),
    ...aliases.map((name) => ({ name, id, kind: 'alias' })),
  ]);
  await manager.query(
    'INSERT INTO user_names (canonical_name, user_id, kind) SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[])',
    [rows.map(({ name }) => name), rows.map(({ id }) => id), rows.map(({ kind }) => kind)],
  );
}

async function insertGroups(
  manager: EntityManager,
  users: readonly { readonly id: string; readonly groups: readonly string[] }[],
): Promise<void> {
  const rows = users.flatMap(({ id, groups }) => groups.map((group) => ({ id, group })));
  await manager.query('INSERT INTO user_groups (user_id, group_name) SELECT * FROM unnest($1::uuid[], $2::text[])', [
    rows.map(({ id }) => id),
    rows.map(({ group }) => group),
  ]);
}

/** A phone that the user has already is not bound a second time. */
async function insertPhones(
  manager: EntityManager,
  users: readonly (Pick<AddedUser, 'id' | 'phone'> & { readonly createdAt?: number; readonly updatedAt?: number })[],
): Promise<void> {
  const rows = users.flatMap(({ id, phone, createdAt, updatedAt }) =>
    phone === undefined ? [] : [{ userId: id, ...phone.phone, id: phone.id, at: isoTime(createdAt ?? updatedAt ?? 0) }],
  );
  if (rows.length === 0) return;
  await manager.query(INSERT_PHONES, [JSON.stringify(rows)]);
}

const INSERT_PHONES = `
  INSERT INTO authenticators (id, user_id, kind, state, parameters, bound_at, created_at)
  SELECT j.id, j."userId", 'phone', 'active', jsonb_build_object('number', j.number, 'extension', j.extension), j.at, j.at
  FROM jsonb_to_recordset($1::jsonb) AS j(id uuid, "userId" uuid, number text, extension text, at timestamptz)
  WHERE NOT EXISTS (
    SELECT 1 FROM authenticators a
    WHERE a.user_id = j."userId" AND a.kind = 'phone' AND a.parameters ->> 'number' = j.number)`;

function userJson({ id, fields, passwordHash, createdAt }: AddedUser) {
  return {
    id,
    user_name: fields.userName,
    first_name: fields.firstName,
    last_name: fields.lastName,
    mail: fields.mail,
    description: fields.description,
    is_enabled: fields.isEnabled,
    default_method: fields.defaultMethod ?? null,
    password_hash: passwordHash ?? null,
    languages: fields.languages,
    tags: fields.tags,
    at: isoTime(createdAt),
  };
}

function changeJson({ id, changes, passwordHash, updatedAt }: ChangedUser) {
  const { defaultMethod } = changes as UserChanges;
  return {
    id,
    user_name: changes.userName,
    first_name: changes.firstName,
    last_name: changes.lastName,
    mail: changes.mail,
    description: changes.description,
    is_enabled: changes.isEnabled,
    default_method: defaultMethod === null ? '' : defaultMethod,
    password_hash: passwordHash,
    languages: changes.languages,
    tags: changes.tags,
    at: isoTime(updatedAt),
  };
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function* chunksOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += CHUNK) yield items.slice(at, at + CHUNK);
}
