import type { Method } from '@countersign/domain';
import type { Transaction } from '../../../../platform/database.ts';

/** DI token of the {@link SelfServiceStore}. */
export const SELF_SERVICE_STORE = Symbol('SELF_SERVICE_STORE');

/** How somebody wants the pages; empty: the company's or the browser's. */
export interface PagePreferences {
  readonly uiLanguage: string;
  readonly theme: string;
  readonly timeZone: string;
}

/** What is known of a user beside the record that administrators see. Instants are milliseconds since 1970; 0: never. */
export interface OwnFacts {
  readonly defaultAuthenticatorId: string;
  readonly enrollmentDeadlineAt: number;
  readonly preferences: PagePreferences;
  readonly answeredQuestions: readonly string[];
  readonly answeredAt: number;
  /** By the id of an authenticator, from the journal. */
  readonly lastUsedAt: ReadonlyMap<string, number>;
}

/** A passkey to be stored. */
export interface StoredPasskey {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  /** Base64url. */
  readonly credentialId: string;
  /** COSE_Key in base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly aaguid: string;
  readonly deviceType: string;
  readonly isBackedUp: boolean;
  readonly rpId: string;
  readonly at: number;
}

/** One entry of a person's own journal. */
export interface OwnActivity {
  readonly id: string;
  readonly sequence: number;
  readonly occurredAt: number;
  readonly kind: string;
  readonly relyingParty: string;
  readonly clientAddress: string;
  readonly outcome: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** The person reported it already. */
  readonly isReported: boolean;
}

/** Where a page of activity ended. */
export type ActivityPlace = Pick<OwnActivity, 'occurredAt' | 'sequence'>;

/** What self-service keeps in Postgres. Methods with a transaction belong to a change. */
export interface SelfServiceStore {
  facts(userId: string): Promise<OwnFacts>;
  setDefault(tx: Transaction, userId: string, method: Method, authenticatorId: string): Promise<void>;
  rename(tx: Transaction, authenticatorId: string, name: string): Promise<void>;
  setState(tx: Transaction, authenticatorId: string, state: 'active' | 'suspended'): Promise<void>;
  /** @throws DomainError `already_exists` when somebody has this passkey */
  addPasskey(tx: Transaction, passkey: StoredPasskey): Promise<void>;
  /** What a browser must not make a second passkey for. */
  passkeys(
    userId: string,
  ): Promise<readonly { readonly credentialId: string; readonly transports: readonly string[] }[]>;
  setPreferences(tx: Transaction, userId: string, preferences: PagePreferences, now: number): Promise<void>;
  setDeadline(tx: Transaction, userId: string, deadlineAt: number, now: number): Promise<void>;
  replaceAnswers(
    tx: Transaction,
    userId: string,
    answers: readonly { readonly questionId: string; readonly hash: string }[],
    now: number,
  ): Promise<void>;
  /** Hash of the answer by question. */
  answers(userId: string): Promise<ReadonlyMap<string, string>>;
  /** Newest first, from before an entry on; undefined: from the newest. */
  activity(userId: string, before: ActivityPlace | undefined, limit: number): Promise<readonly OwnActivity[]>;
  /** One entry of the user; undefined: they have none of this id. */
  activityEntry(userId: string, id: string): Promise<(OwnActivity & { readonly authenticationId: string }) | undefined>;
}
