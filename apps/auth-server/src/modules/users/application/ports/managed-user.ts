import type { ChannelLanguages, E164Phone, Method } from '@countersign/domain';

/** A user as administrators see and change them: never with a secret. */
export interface ManagedUser {
  readonly id: string;
  readonly version: number;
  /** Canonical. */
  readonly userName: string;
  readonly aliases: readonly string[];
  readonly firstName: string;
  readonly lastName: string;
  readonly mail: string;
  readonly description: string;
  readonly isEnabled: boolean;
  readonly groups: readonly string[];
  readonly tags: readonly string[];
  readonly languages: ChannelLanguages;
  readonly defaultMethod: Method | undefined;
  readonly hasPassword: boolean;
  readonly hasPin: boolean;
  readonly isPinChangeRequired: boolean;
  readonly isOathPinMode: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly authenticators: readonly AuthenticatorSummary[];
}

/** What a user has, without its secret. Instants are milliseconds since 1970; 0: never. */
export interface AuthenticatorSummary {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly state: string;
  readonly serialNumber: string;
  readonly phone: E164Phone | undefined;
  readonly boundAt: number;
  readonly lastUsedAt: number;
  readonly recoveryCodesLeft: number;
}

/** What can be set when a user is added, and what an update may replace. */
export interface UserFields {
  readonly userName: string;
  readonly aliases: readonly string[];
  readonly firstName: string;
  readonly lastName: string;
  readonly mail: string;
  readonly description: string;
  readonly isEnabled: boolean;
  readonly groups: readonly string[];
  readonly tags: readonly string[];
  readonly languages: ChannelLanguages;
  /** Undefined: the first usable one. */
  readonly defaultMethod: Method | undefined;
}

/** The fields to replace; those that are left out stay. `defaultMethod: null` clears it. */
export type UserChanges = Partial<Omit<UserFields, 'defaultMethod'>> & { readonly defaultMethod?: Method | null };
