import { userDirectoryV1 as directory, usersV1 as wire } from '@countersign/contracts';
import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import {
  addUserBody,
  countersSchema,
  foundUserSchema,
  toFoundUser,
  toUser,
  updateUserBody,
  userParams,
  userSchema,
} from './users.schemas.ts';

const queryText = z.string().max(500).default('');
/** A million lines take a while. */
const EXPORT_MILLISECONDS = 600_000;
/** The core takes files of twelve megabytes; in Base64 they are a third longer. */
const IMPORT_OCTETS = 17 * 1_048_576;
const IMPORT_MILLISECONDS = 120_000;

/** Fields of a user as an update names them. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  userName: 'user_name',
  aliases: 'aliases',
  firstName: 'first_name',
  lastName: 'last_name',
  mail: 'mail',
  description: 'description',
  isEnabled: 'is_enabled',
  groups: 'groups',
  tags: 'tags',
  languages: 'languages',
  defaultMethod: 'default_method',
};

/** Users: the list, one record, import and export. */
export const userRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/users',
      access: 'signed_in',
      summary: 'Users by what was typed into the one box, page by page or from a row on.',
      query: z.object({
        q: queryText,
        sort: z.enum(['user_name', 'last_sign_in', 'created']).default('user_name'),
        descending: z.stringbool().default(false),
        limit: z.coerce.number().int().min(1).max(500).default(50),
        cursor: z.string().max(2048).default(''),
        offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
      }),
      answer: z.object({ items: z.array(foundUserSchema), next: z.string().nullable(), total: z.number() }),
    },
    async ({ core, call, query }) => {
      const { q, descending, limit, cursor, ...rest } = query;
      const request = { ...rest, query: q, isDescending: descending, pageSize: limit, cursor, withTotal: true };
      const page = await core.userDirectory.searchUsers(directory.SearchUsersRequest.fromPartial(request), call);
      const { users, nextCursor, total } = page;
      return { items: users.map(toFoundUser), next: nextCursor === '' ? null : nextCursor, total };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/users/counters',
      access: 'signed_in',
      summary: 'How many users there are of each kind; 100001 means more than 100000.',
      answer: countersSchema,
    },
    async ({ core, call }) => await core.userDirectory.countUsers({}, call),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/user-groups',
      access: 'signed_in',
      summary: 'Groups by their beginning.',
      query: z.object({ prefix: z.string().max(256).default('') }),
      answer: z.object({ items: z.array(z.string()), next: z.null() }),
    },
    async ({ core, call, query }) => ({
      items: (await core.userDirectory.listGroups(query, call)).groups,
      next: null,
    }),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/users/:user',
      access: 'signed_in',
      summary: 'One user with everything but secrets.',
      params: userParams,
      answer: userSchema,
    },
    async ({ core, call, params }) => toUser((await core.users.getUser(params, call)).user),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/users',
      access: 'signed_in',
      summary: 'Adds a user.',
      body: addUserBody,
      answer: userSchema,
    },
    async ({ core, call, body }) =>
      toUser((await core.users.addUser(wire.AddUserRequest.fromPartial(body), call)).user),
  ),
  defineRoute(
    {
      method: 'PATCH',
      path: '/api/users/:user',
      access: 'signed_in',
      summary: 'Replaces some fields of a user, if nobody changed them since they were read.',
      params: userParams,
      body: updateUserBody,
      answer: userSchema,
    },
    async ({ core, call, params, body }) => {
      const { version, changes } = body;
      const updateMask = Object.keys(changes).flatMap((name) => FIELD_NAMES[name] ?? []);
      const request = { user: params.user, version, updateMask, fields: wire.User.fromPartial(changes) };
      return toUser((await core.users.updateUser(request, call)).user);
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/user-checks',
      access: 'signed_in',
      summary: 'Whether a name is free and how a phone number would be stored.',
      body: z.strictObject({
        userName: z.string().max(256).default(''),
        phone: z.string().max(64).default(''),
        exceptUserId: z.string().max(64).default(''),
      }),
      answer: z.object({ canonicalName: z.string(), isNameTaken: z.boolean(), phone: z.string() }),
    },
    async ({ core, call, body }) => await core.userDirectory.checkUserFields(body, call),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/users/export',
      access: 'signed_in',
      summary: 'The users of a search as CSV. Asks for a fresh proof.',
      body: z.strictObject({
        q: queryText,
        withByteOrderMark: z.boolean().default(true),
        separator: z.enum(['comma', 'semicolon']).default('semicolon'),
      }),
      answer: 'file',
    },
    async ({ core, call, body, signal }) => {
      const { q: query, ...rest } = body;
      const options = { ...call, signal, deadlineMilliseconds: EXPORT_MILLISECONDS };
      const pieces = core.userDirectory.exportUsers({ query, ...rest }, options)[Symbol.asyncIterator]();
      // The first piece before the answer begins: a refusal is a problem document then, and not a broken file.
      const first = await pieces.next();
      return { name: 'users.csv', type: 'text/csv; charset=utf-8', content: contentOf(first, pieces) };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/users/import',
      access: 'signed_in',
      summary: 'What a file of users would change, or with isDryRun off the change: all lines or none.',
      body: z.strictObject({
        csvBase64: z.base64(),
        isDryRun: z.boolean(),
        onExisting: z.enum(['fail', 'skip', 'update']).default('fail'),
      }),
      bodyLimitOctets: IMPORT_OCTETS,
      answer: z.object({
        rows: z.array(
          z.object({
            line: z.number(),
            userName: z.string(),
            action: z.enum(['add', 'update', 'skip', 'fail']),
            problem: z.string(),
          }),
        ),
        added: z.number(),
        updated: z.number(),
        skipped: z.number(),
        failed: z.number(),
      }),
    },
    async ({ core, call, body }) => {
      const { csvBase64, isDryRun: dryRun, onExisting } = body;
      const request = { csv: Buffer.from(csvBase64, 'base64'), dryRun, onExisting };
      const options = { ...call, deadlineMilliseconds: IMPORT_MILLISECONDS };
      const { rows, ...counts } = await core.users.importUsers(request, options);
      const action = (word: string) => word as 'add' | 'update' | 'skip' | 'fail';
      return { ...counts, rows: rows.map((row) => ({ ...row, action: action(row.action) })) };
    },
  ),
];

type Piece = directory.ExportUsersResponse;

async function* contentOf(first: IteratorResult<Piece>, rest: AsyncIterator<Piece>): AsyncGenerator<Buffer> {
  for (let piece = first; piece.done !== true; piece = await rest.next()) yield Buffer.from(piece.value.csv);
}
