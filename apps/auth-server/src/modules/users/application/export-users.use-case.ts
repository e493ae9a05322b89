import { formatPhone, maskPhone } from '@countersign/domain';
import type { CommandContext } from '../../../platform/command-context.ts';
import { csvLine } from './csv-line.ts';
import { type DirectoryDependencies, mayReadPhones } from './directory-dependencies.ts';
import type { FoundUser } from './ports/user-search.ts';
import { selectionOf } from './search-users.use-case.ts';

/** Which users, and how the file is to be written. */
export interface ExportUsersCommand {
  readonly typed: string;
  readonly withByteOrderMark: boolean;
  readonly separator: ';' | ',';
}

const PAGE = 500;
/** The names that an import of users understands, and what only a report tells. */
const COLUMNS = [
  'user_name',
  'aliases',
  'first_name',
  'last_name',
  'mail',
  'phone',
  'groups',
  'tags',
  'enabled',
  'default_method',
  'methods',
  'last_sign_in_utc',
  'created_utc',
  'source',
] as const;

/** Writes the users of a search as CSV, piece by piece, once the journal has who asked for them. */
export class ExportUsers {
  readonly #with: Pick<DirectoryDependencies, 'search' | 'unitOfWork'>;

  constructor(dependencies: Pick<DirectoryDependencies, 'search' | 'unitOfWork'>) {
    this.#with = dependencies;
  }

  /** @throws DomainError `invalid_request` for a search that cannot be understood */
  async *execute(command: ExportUsersCommand, context: CommandContext): AsyncGenerator<string> {
    const { search, unitOfWork } = this.#with;
    const { principal, now } = context;
    const selection = selectionOf(command.typed, principal, now);
    const users = await search.count(selection);
    const withPhones = mayReadPhones(principal);
    await unitOfWork.run(context, async (tx) => {
      await Promise.resolve();
      tx.journal({ action: 'users_exported', details: { query: command.typed, users, withPhones } });
      return {};
    });
    yield `${command.withByteOrderMark ? '\u{feff}' : ''}${csvLine(COLUMNS, command.separator)}`;
    const request = { ...selection, sort: 'user_name', isDescending: false, size: PAGE, offset: 0 } as const;
    let cursor: string | undefined;
    do {
      const page = await search.find({ ...request, cursor, withTotal: false });
      yield page.users.map((found) => csvLine(valuesOf(found, withPhones), command.separator)).join('');
      cursor = page.next;
    } while (cursor !== undefined);
  }
}

function valuesOf({ user, lastSignInAt, isFromDirectory }: FoundUser, withPhones: boolean): readonly string[] {
  const phones = user.authenticators.flatMap(({ phone }) => phone ?? []);
  const kinds = user.authenticators.filter(({ state }) => state === 'active').map(({ kind }) => kind);
  return [
    user.userName,
    user.aliases.join('|'),
    user.firstName,
    user.lastName,
    user.mail,
    phones.map((phone) => (withPhones ? formatPhone(phone) : maskPhone(phone))).join('|'),
    user.groups.join('|'),
    user.tags.join('|'),
    user.isEnabled ? 'yes' : 'no',
    user.defaultMethod ?? '',
    [...new Set(kinds)].join('|'),
    lastSignInAt === 0 ? '' : new Date(lastSignInAt).toISOString(),
    new Date(user.createdAt).toISOString(),
    isFromDirectory ? 'directory' : 'local',
  ];
}
