import { z } from 'zod';
import { count, fileContent, requiredText, text, texts, wordOrEmpty, secret } from '../../../administration/index.ts';
import type { AddUserCommand } from '../../application/add-user.use-case.ts';
import type { OnExisting } from '../../application/import-plan.ts';
import {
  aliases,
  defaultMethod,
  languages,
  mailAddress,
  passwordOrEmpty,
  phoneOrEmpty,
  userName,
  userReference,
} from './user-fields.ts';

/** Just under the largest message that a server takes. */
const MAX_FILE_OCTETS = 12 * 1_048_576;
const DAY_SECONDS = 86_400;
const LONGEST_BLOCK_SECONDS = 3650 * DAY_SECONDS;

export const groupNames = () => texts({ maxItems: 500 });
export const tagNames = () => texts({ maxItems: 100, max: 100 });

export const addUserSchema = z
  .object({
    userName: userName(),
    aliases: aliases(),
    firstName: text(),
    lastName: text(),
    mail: mailAddress(),
    isDisabled: z.boolean(),
    groups: groupNames(),
    tags: tagNames(),
    languages: languages(),
    defaultMethod: defaultMethod(),
    phone: phoneOrEmpty(),
    password: passwordOrEmpty(),
    description: text({ max: 1000 }),
  })
  .transform(({ phone, password, isDisabled, ...fields }): AddUserCommand => {
    const own = fields.aliases.filter((alias) => alias !== fields.userName);
    return { fields: { ...fields, aliases: own, isEnabled: !isDisabled }, phone, password };
  });

export const getUserSchema = z.object({ user: userReference() });

export const listUsersSchema = z.object({
  search: text(),
  pageSize: count({ max: 1000 }).transform((size) => (size === 0 ? 100 : size)),
  pageToken: text({ max: 1024 }),
  state: wordOrEmpty(['enabled', 'disabled']),
  group: text(),
});

export const setPasswordSchema = z.object({ user: userReference(), password: passwordOrEmpty() });

export const setPinSchema = z.object({
  user: userReference(),
  pin: secret({ max: 64 }),
  isChangeRequired: z.boolean(),
  useOathPinMode: z.boolean(),
});

export const blockSchema = z.object({
  user: userReference(),
  reason: requiredText(500),
  durationSeconds: count({ max: LONGEST_BLOCK_SECONDS }),
});

export const unblockSchema = z.object({ user: userReference(), reason: requiredText(500) });

export const bypassSchema = z.object({
  user: userReference(),
  reason: requiredText(500),
  durationSeconds: count({ max: DAY_SECONDS }),
});

export const importSchema = z.object({
  csv: fileContent({ maxOctets: MAX_FILE_OCTETS }),
  dryRun: z.boolean(),
  onExisting: wordOrEmpty(['fail', 'skip', 'update']).transform((word): OnExisting => word ?? 'fail'),
});
