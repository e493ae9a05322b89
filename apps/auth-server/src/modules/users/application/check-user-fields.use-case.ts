import { canonicalUserName, formatPhone, parsePhone } from '@countersign/domain';
import type { UserRepository } from './ports/user-repository.ts';

/** What a form holds so far. */
export interface UserFieldsToCheck {
  readonly userName: string;
  readonly phone: string;
  /** Who may have the name; empty: nobody. */
  readonly exceptUserId: string;
}

/** What would become of it; empty where it cannot be saved. */
export interface CheckedUserFields {
  readonly canonicalName: string;
  readonly isNameTaken: boolean;
  readonly phone: string;
}

/** Tells while a form is filled in what would be refused when it is sent. */
export class CheckUserFields {
  readonly #users: Pick<UserRepository, 'owners'>;

  constructor(users: Pick<UserRepository, 'owners'>) {
    this.#users = users;
  }

  async execute({ userName, phone, exceptUserId }: UserFieldsToCheck): Promise<CheckedUserFields> {
    const canonicalName = canonicalUserName(userName) ?? '';
    const owner = canonicalName === '' ? undefined : (await this.#users.owners([canonicalName])).get(canonicalName);
    const parsed = parsePhone(phone);
    return {
      canonicalName,
      isNameTaken: owner !== undefined && owner !== exceptUserId,
      phone: parsed === undefined ? '' : formatPhone(parsed),
    };
  }
}
