import type { Sealer } from '@countersign/crypto';
import type {
  Authenticator,
  CanonicalUserName,
  ChannelLanguages,
  HotpAuthenticator,
  Method,
  OathAlgorithm,
  PasskeyAuthenticator,
  PhoneAuthenticator,
  RecoveryCodesAuthenticator,
  TotpAuthenticator,
  User,
} from '@countersign/domain';

/** What an authenticator holds beside its columns. */
interface Parameters {
  readonly algorithm?: OathAlgorithm;
  readonly digits?: 6 | 8;
  readonly periodSeconds?: 30 | 60;
  readonly number?: string;
  readonly extension?: string;
  readonly publicKey?: string;
  readonly signCount?: number;
  readonly transports?: readonly string[];
}

/** An authenticator as the query gives it: id, kind, sealed secret (base64), parameters, drift, last accepted, codes, credential. */
export type AuthenticatorRow = readonly [
  id: string,
  kind: Authenticator['kind'],
  sealed: string | null,
  parameters: Parameters,
  driftSteps: number,
  lastAccepted: number,
  codes: readonly (readonly [id: string, hash: string])[] | null,
  credentialId: string | null,
];

/** A user as the query gives it. */
export interface SignInUserRow {
  readonly names: readonly string[];
  readonly id: string;
  readonly version: number;
  readonly user_name: string;
  readonly directory_name: string | null;
  readonly first_name: string;
  readonly last_name: string;
  readonly mail: string;
  readonly is_enabled: boolean;
  readonly languages: ChannelLanguages;
  readonly default_method: string | null;
  readonly password_hash: string | null;
  readonly pin_hash: string | null;
  readonly pin_changed_at: number | null;
  readonly pin_change_required: boolean;
  readonly oath_pin_mode: boolean;
  readonly groups: readonly string[];
  readonly authenticators: readonly AuthenticatorRow[] | null;
}

const DAY_MILLISECONDS = 86_400_000;

/** Called for an authenticator whose secret cannot be opened; the user goes on without it. */
export type OnUnreadable = (authenticatorId: string, problem: unknown) => void;

/** Makes the domain's user of a row; seeds are opened here and nowhere before. */
export function toUser(row: SignInUserRow, sealer: Sealer, pinExpiryDays: number, onUnreadable: OnUnreadable): User {
  return {
    id: row.id,
    version: row.version,
    userName: row.user_name as CanonicalUserName,
    directoryName: row.directory_name ?? undefined,
    contact: { firstName: row.first_name, lastName: row.last_name, mail: row.mail },
    isEnabled: row.is_enabled,
    groups: row.groups,
    languages: row.languages,
    defaultMethod: (row.default_method ?? undefined) as Method | undefined,
    passwordHash: row.password_hash ?? undefined,
    pin: {
      hash: row.pin_hash ?? undefined,
      isChangeRequired: row.pin_change_required,
      expiresAt:
        row.pin_changed_at === null || pinExpiryDays === 0
          ? undefined
          : row.pin_changed_at + pinExpiryDays * DAY_MILLISECONDS,
    },
    isOathPinMode: row.oath_pin_mode,
    authenticators: (row.authenticators ?? []).flatMap((each) => {
      try {
        return [toAuthenticator(each, sealer)];
      } catch (problem) {
        onUnreadable(each[0], problem);
        return [];
      }
    }),
  };
}

function toAuthenticator(row: AuthenticatorRow, sealer: Sealer): Authenticator {
  const [, kind] = row;
  switch (kind) {
    case 'totp':
      return toTotp(row, sealer);
    case 'hotp':
      return toHotp(row, sealer);
    case 'phone':
      return toPhone(row);
    case 'recovery_codes':
      return toRecoveryCodes(row);
    case 'passkey':
      return toPasskey(row);
    default:
      throw new TypeError(
        `an authenticator of the unknown kind ${String(kind)}: this release is older than the database`,
      );
  }
}

function toTotp(row: AuthenticatorRow, sealer: Sealer): TotpAuthenticator {
  const [id, , , { periodSeconds = 30 }, driftSteps, lastAcceptedTimeStep] = row;
  return { id, kind: 'totp', state: 'active', ...oath(row, sealer), periodSeconds, driftSteps, lastAcceptedTimeStep };
}

function toHotp(row: AuthenticatorRow, sealer: Sealer): HotpAuthenticator {
  const [id, , , , , lastAcceptedCounter] = row;
  return { id, kind: 'hotp', state: 'active', ...oath(row, sealer), lastAcceptedCounter };
}

function oath([id, , sealed, { algorithm = 'SHA1', digits = 6 }]: AuthenticatorRow, sealer: Sealer) {
  const octets = Buffer.from(sealed ?? '', 'base64');
  const seed = sealer.open(octets, { table: 'authenticators', column: 'secret_sealed', row: id });
  return { seed, algorithm, digits };
}

function toPhone([id, , , { number, extension = '' }]: AuthenticatorRow): PhoneAuthenticator {
  if (number === undefined) throw new TypeError('a phone without a number');
  return { id, kind: 'phone', state: 'active', phone: { number, extension } };
}

function toRecoveryCodes([id, , , , , , codes]: AuthenticatorRow): RecoveryCodesAuthenticator {
  const hashes = (codes ?? []).map(([codeId, hash]) => ({ id: codeId, hash: Buffer.from(hash, 'base64') }));
  return { id, kind: 'recovery_codes', state: 'active', codes: hashes };
}

function toPasskey([id, , , parameters, , lastAccepted, , credentialId]: AuthenticatorRow): PasskeyAuthenticator {
  const { publicKey, signCount = 0, transports = [] } = parameters;
  if (publicKey === undefined || credentialId === null) throw new TypeError('a passkey without its key');
  return {
    id,
    kind: 'passkey',
    state: 'active',
    credentialId,
    publicKey: Buffer.from(publicKey, 'base64url'),
    transports,
    lastAcceptedCounter: Math.max(lastAccepted, signCount),
  };
}
