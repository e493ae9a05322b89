import { relyingPartyPolicy } from '@countersign/domain';
import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { PasswordEncoding, SealedRadiusClient } from '../../application/ports/radius-client.ts';

/** What {@link SELECT_CLIENTS} gives. */
export interface RadiusClientRow {
  readonly id: string;
  readonly relying_party_id: string;
  readonly name: string;
  readonly network: string;
  readonly secret_sealed: Buffer;
  readonly previous_secret_sealed: Buffer | null;
  readonly previous_secret_retires_at: Date | null;
  readonly secret_changed_at: Date;
  readonly require_message_authenticator: boolean;
  readonly allow_unsigned_proxy_state: boolean;
  readonly password_encoding: string;
  readonly nas_deadline_seconds: number;
  readonly send_class: boolean;
  readonly client_address_attributes: readonly string[];
  readonly requests_per_second: number;
  readonly policy: unknown;
  readonly version: string;
}

/** A client and its relying party; a condition may follow. */
export const SELECT_CLIENTS = `
  SELECT c.*, c.network::text AS network, p.application_name AS name, p.policy, p.version
  FROM radius_clients c JOIN relying_parties p ON p.id = c.relying_party_id`;

/** How the column writes "UTF-8 alone". */
const UTF8 = 'utf8';

/** A row with its sealed secrets. */
export function toSealedClient(row: RadiusClientRow): SealedRadiusClient {
  const retiresAt = row.previous_secret_retires_at?.getTime() ?? 0;
  return {
    id: row.id,
    relyingPartyId: row.relying_party_id,
    name: row.name,
    network: row.network,
    requireMessageAuthenticator: row.require_message_authenticator,
    allowUnsignedProxyState: row.allow_unsigned_proxy_state,
    passwordEncoding: toEncoding(row.password_encoding),
    nasDeadlineSeconds: row.nas_deadline_seconds,
    sendClass: row.send_class,
    clientAddressAttributes: row.client_address_attributes,
    requestsPerSecond: row.requests_per_second,
    // A policy of an earlier release lacks what was added since; that takes its safe default.
    policy: relyingPartyPolicy(row.policy),
    version: wholeNumber(row.version),
    secretChangedAt: row.secret_changed_at.getTime(),
    previousSecretRetiresAt: row.previous_secret_sealed === null ? 0 : retiresAt,
    secretSealed: row.secret_sealed,
    previousSecretSealed: row.previous_secret_sealed ?? undefined,
  };
}

/** The encoding as the column writes it. */
export function fromEncoding(encoding: PasswordEncoding): string {
  return encoding === '' ? UTF8 : encoding;
}

function toEncoding(text: string): PasswordEncoding {
  return text === UTF8 ? '' : (text as PasswordEncoding);
}
