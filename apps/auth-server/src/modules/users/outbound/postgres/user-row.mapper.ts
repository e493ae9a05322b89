import { type ChannelLanguages, METHODS, type Method } from '@countersign/domain';
import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { AuthenticatorSummary, ManagedUser } from '../../application/ports/managed-user.ts';

/** What `SELECT_USER` gives. */
export interface UserRow {
  readonly id: string;
  readonly version: string;
  readonly user_name: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly mail: string;
  readonly description: string;
  readonly is_enabled: boolean;
  readonly tags: readonly string[];
  readonly languages: ChannelLanguages;
  readonly default_method: string | null;
  readonly has_password: boolean;
  readonly has_pin: boolean;
  readonly pin_change_required: boolean;
  readonly oath_pin_mode: boolean;
  readonly created_at: string;
  readonly aliases: readonly string[];
  readonly groups: readonly string[];
  readonly authenticators: readonly AuthenticatorRow[];
}

interface AuthenticatorRow {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly state: string;
  readonly serialNumber: string;
  readonly parameters: { readonly number?: string; readonly extension?: string };
  readonly boundAt: number;
  readonly lastUsedAt: number;
  readonly recoveryCodesLeft: number;
}

/** A row as administrators see it. */
export function toManagedUser(row: UserRow): ManagedUser {
  return {
    id: row.id,
    version: wholeNumber(row.version),
    userName: row.user_name,
    aliases: row.aliases,
    firstName: row.first_name,
    lastName: row.last_name,
    mail: row.mail,
    description: row.description,
    isEnabled: row.is_enabled,
    groups: row.groups,
    tags: row.tags,
    languages: row.languages,
    defaultMethod: isMethod(row.default_method) ? row.default_method : undefined,
    hasPassword: row.has_password,
    hasPin: row.has_pin,
    isPinChangeRequired: row.pin_change_required,
    isOathPinMode: row.oath_pin_mode,
    // Postgres counts microseconds.
    createdAt: Math.round(Number(row.created_at)),
    authenticators: row.authenticators.map(toSummary),
  };
}

function toSummary(row: AuthenticatorRow): AuthenticatorSummary {
  const { number, extension = '' } = row.parameters;
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    state: row.state,
    serialNumber: row.serialNumber,
    phone: number === undefined ? undefined : { number, extension },
    boundAt: Math.round(row.boundAt),
    lastUsedAt: Math.round(row.lastUsedAt),
    recoveryCodesLeft: row.recoveryCodesLeft,
  };
}

function isMethod(text: string | null): text is Method {
  return text !== null && (METHODS as readonly string[]).includes(text);
}
