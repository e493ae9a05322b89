import { z } from 'zod';
import { count, recordId, requiredText, text, wordOrEmpty } from '../../../administration/index.ts';
import { USER_JOB_ACTIONS, type UserJobAction } from '../../application/ports/user-jobs.ts';
import { USER_SORTS, type UserSort } from '../../application/ports/user-search.ts';
import { userReference } from './user-fields.ts';

const LONGEST_QUERY = 500;
/** Ids of one request: more is a selection by query. */
const MOST_IDS = 10_000;

const query = () => text({ max: LONGEST_QUERY });
const ids = () => z.array(recordId()).max(MOST_IDS, `must have at most ${MOST_IDS} entries`);

export const searchUsersSchema = z.object({
  query: query(),
  sort: wordOrEmpty(USER_SORTS).transform((word): UserSort => word ?? 'user_name'),
  isDescending: z.boolean(),
  pageSize: count({ max: 500 }).transform((size) => (size === 0 ? 50 : size)),
  cursor: text({ max: 2048 }),
  offset: count({ max: 10_000_000 }),
  withTotal: z.boolean(),
});

export const listGroupsSchema = z.object({ prefix: text() });

export const exportUsersSchema = z.object({
  query: query(),
  withByteOrderMark: z.boolean(),
  separator: wordOrEmpty(['comma', 'semicolon']).transform((word): ',' | ';' => (word === 'comma' ? ',' : ';')),
});

export const checkFieldsSchema = z.object({ userName: text(), phone: text({ max: 64 }), exceptUserId: text() });

export const revealPhoneSchema = z.object({
  user: userReference(),
  authenticatorId: recordId(),
  reason: requiredText(500),
});

export const resetMethodsSchema = z.object({
  user: userReference(),
  reason: requiredText(500),
  authenticatorId: z.union([z.literal(''), recordId()]).transform((id) => (id === '' ? undefined : id)),
});

export const startJobSchema = z
  .object({
    action: z.string().refine((word): word is UserJobAction => (USER_JOB_ACTIONS as readonly string[]).includes(word), {
      error: `must be one of ${USER_JOB_ACTIONS.join(', ')}`,
    }),
    userIds: ids(),
    isByQuery: z.boolean(),
    query: query(),
    exceptUserIds: ids(),
    expectedCount: count({ min: 1, max: 100_000_000 }),
    reason: requiredText(500),
    approvalId: z.union([z.literal(''), recordId()]),
    askForApproval: z.boolean(),
  })
  .transform(({ userIds, isByQuery, query: typed, exceptUserIds: exceptIds, ...rest }) => ({
    ...rest,
    typed,
    exceptIds,
    userIds: isByQuery ? undefined : [...new Set(userIds)],
  }));

export const jobIdSchema = z.object({ id: recordId() });
