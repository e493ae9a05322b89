import { z } from 'zod';
import { count, parseMessage, text } from '../../../administration/index.ts';
import { DomainError } from '@countersign/errors';
import type { UserChanges } from '../../application/ports/managed-user.ts';
import type { UpdateUserCommand } from '../../application/update-user.use-case.ts';
import { aliases, defaultMethod, languages, mailAddress, userName, userReference } from './user-fields.ts';
import { groupNames, tagNames } from './user-schemas.ts';

const head = z.object({
  user: userReference(),
  version: count(),
  updateMask: z.array(z.string()).min(1, 'must name at least one field').max(50, 'must name at most 50 fields'),
  fields: z.unknown(),
});

/** Fields that an update may name, each with what it must be. */
const fieldSchemas = {
  user_name: z.object({ userName: userName() }),
  aliases: z.object({ aliases: aliases() }),
  first_name: z.object({ firstName: text() }),
  last_name: z.object({ lastName: text() }),
  mail: z.object({ mail: mailAddress() }),
  description: z.object({ description: text({ max: 1000 }) }),
  is_enabled: z.object({ isEnabled: z.boolean() }),
  groups: z.object({ groups: groupNames() }),
  tags: z.object({ tags: tagNames() }),
  languages: z.object({ languages: languages() }),
  default_method: z.object({ defaultMethod: defaultMethod().transform((method) => method ?? null) }),
} satisfies Record<string, z.ZodType<UserChanges>>;

/** Reads an update: only the fields that the mask names count. */
export function parseUpdateUser(message: unknown): UpdateUserCommand {
  const { user, version, updateMask, fields } = parseMessage(head, message);
  const changes = updateMask.map((name): UserChanges => {
    if (!isField(name)) {
      const known = Object.keys(fieldSchemas).join(', ');
      throw new DomainError(
        'invalid_request',
        `The field update_mask names something that cannot be changed; known: ${known}.`,
        {
          field: 'update_mask',
        },
      );
    }
    return parseMessage(fieldSchemas[name], fields ?? {});
  });
  return { user, version, changes: Object.assign({}, ...changes) as UserChanges };
}

function isField(name: string): name is keyof typeof fieldSchemas {
  return Object.hasOwn(fieldSchemas, name);
}
