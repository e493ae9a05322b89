import type { AdministrationScope, UserSearchQuery } from '@countersign/domain';
import type { ManagedUser } from './managed-user.ts';

/** DI token of the {@link UserSearch}. */
export const USER_SEARCH = Symbol('USER_SEARCH');

/** Totals are exact up to here; one more says "more than that". */
export const LARGEST_EXACT_TOTAL = 100_000;

/** What a list of users can be in the order of. */
export const USER_SORTS = ['user_name', 'last_sign_in', 'created'] as const;

/** See {@link USER_SORTS}. */
export type UserSort = (typeof USER_SORTS)[number];

/** Which users: what was typed, within what the administrator may see, at a moment in milliseconds since 1970. */
export interface UserSelection {
  readonly query: UserSearchQuery;
  readonly scope: AdministrationScope;
  readonly now: number;
}

/** A part of the list. */
export interface UserSearchRequest extends UserSelection {
  readonly sort: UserSort;
  readonly isDescending: boolean;
  readonly size: number;
  /** Of the page before; undefined: begins at `offset`. */
  readonly cursor: string | undefined;
  readonly offset: number;
  readonly withTotal: boolean;
}

/** A user of a list. Instants are milliseconds since 1970; 0: never, not. */
export interface FoundUser {
  readonly user: ManagedUser;
  readonly lastSignInAt: number;
  readonly deletedAt: number;
  readonly isFromDirectory: boolean;
}

/** A page and how it goes on. */
export interface UserSearchPage {
  readonly users: readonly FoundUser[];
  /** Undefined: that was the last page. */
  readonly next: string | undefined;
  /** At most {@link LARGEST_EXACT_TOTAL} + 1; 0 when it was not asked for. */
  readonly total: number;
}

/** How many users there are of each kind; each as exact as a total. */
export interface UserCounters {
  readonly all: number;
  readonly notEnrolled: number;
  readonly blocked: number;
  readonly locked: number;
  readonly bypassActive: number;
  readonly inactiveThirtyDays: number;
  readonly inactiveNinetyDays: number;
  readonly noBackup: number;
  readonly disabled: number;
  readonly deleted: number;
}

/** A user that work is to be done on. */
export interface SelectedUser {
  readonly id: string;
  readonly userName: string;
}

/** Finds users among a million. */
export interface UserSearch {
  /** @throws DomainError `invalid_request` for a cursor that no page gave */
  find(request: UserSearchRequest): Promise<UserSearchPage>;
  /** At most {@link LARGEST_EXACT_TOTAL} + 1. */
  count(selection: UserSelection): Promise<number>;
  counters(scope: AdministrationScope, now: number): Promise<UserCounters>;
  /** Groups by their beginning, at most fifty. */
  groups(prefix: string, scope: AdministrationScope): Promise<readonly string[]>;
  /** Every user of a selection, by id, from `after` on. */
  selected(selection: UserSelection, after: string, size: number): Promise<readonly SelectedUser[]>;
  /** Those of the ids that are users whom the administrator may see, those in the bin included. */
  visible(ids: readonly string[], scope: AdministrationScope): Promise<readonly SelectedUser[]>;
}
