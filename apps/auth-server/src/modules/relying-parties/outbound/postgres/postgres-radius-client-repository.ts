import { DomainError } from '@countersign/errors';
import type { Database, Transaction } from '../../../../platform/database.ts';
import { isUniqueViolation, readFresh } from '../../../administration/index.ts';
import type {
  AddedRadiusClient,
  RadiusClientRepository,
  SecretRotation,
} from '../../application/ports/radius-client-repository.ts';
import type { RadiusClient, RadiusClientFields, SealedRadiusClient } from '../../application/ports/radius-client.ts';
import { fromEncoding, type RadiusClientRow, SELECT_CLIENTS, toSealedClient } from './radius-client-row.mapper.ts';

/** RADIUS clients in Postgres. */
export class PostgresRadiusClientRepository implements RadiusClientRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(): Promise<readonly RadiusClient[]> {
    const rows = await readFresh<RadiusClientRow[]>(
      this.#database,
      async (manager) => await manager.query(`${SELECT_CLIENTS} ORDER BY p.application_name, c.id`),
    );
    return rows.map(toSealedClient).map(({ secretSealed: _s, previousSecretSealed: _p, ...client }) => client);
  }

  async listSealed(): Promise<readonly SealedRadiusClient[]> {
    const rows: RadiusClientRow[] = await this.#database.read(
      async (manager) => await manager.query(`${SELECT_CLIENTS} ORDER BY c.id`),
    );
    return rows.map(toSealedClient);
  }

  async lock({ manager }: Transaction, id: string): Promise<SealedRadiusClient | undefined> {
    const [row]: RadiusClientRow[] = await manager.query(`${SELECT_CLIENTS} WHERE c.id = $1 FOR UPDATE`, [id]);
    return row === undefined ? undefined : toSealedClient(row);
  }

  async add({ manager }: Transaction, { id, relyingPartyId, fields, secret, at }: AddedRadiusClient): Promise<void> {
    await refusingTaken(async () => {
      await manager.query(
        `INSERT INTO relying_parties (id, kind, application_name, policy, created_at, updated_at)
         VALUES ($1, 'radius_client', $2, $3, $4, $4)`,
        [relyingPartyId, fields.name, JSON.stringify(fields.policy), new Date(at)],
      );
      await manager.query(INSERT_CLIENT, [
        id,
        relyingPartyId,
        ...settingsOf(fields),
        secret.sealed,
        secret.keyId,
        new Date(at),
      ]);
    });
  }

  async change({ manager }: Transaction, before: RadiusClient, fields: RadiusClientFields, at: number): Promise<void> {
    await refusingTaken(async () => {
      await manager.query(
        `UPDATE relying_parties SET application_name = $2, policy = $3, version = version + 1, updated_at = $4
         WHERE id = $1`,
        [before.relyingPartyId, fields.name, JSON.stringify(fields.policy), new Date(at)],
      );
      await manager.query(UPDATE_CLIENT, [before.id, ...settingsOf(fields)]);
    });
  }

  async rotate({ manager }: Transaction, { id, secret, previous, at }: SecretRotation): Promise<void> {
    await manager.query(
      `UPDATE radius_clients SET secret_sealed = $2, sealed_with = $3, secret_changed_at = $4,
         previous_secret_sealed = $5, previous_secret_retires_at = $6
       WHERE id = $1`,
      [
        id,
        secret.sealed,
        secret.keyId,
        new Date(at),
        previous?.secret.sealed ?? null,
        previous === undefined ? null : new Date(previous.retiresAt),
      ],
    );
    await manager.query(
      `UPDATE relying_parties SET version = version + 1, updated_at = $2
       WHERE id = (SELECT relying_party_id FROM radius_clients WHERE id = $1)`,
      [id, new Date(at)],
    );
  }

  async remove({ manager }: Transaction, { relyingPartyId }: RadiusClient): Promise<void> {
    // The client goes with it.
    await manager.query('DELETE FROM relying_parties WHERE id = $1', [relyingPartyId]);
  }
}

const INSERT_CLIENT = `
  INSERT INTO radius_clients (id, relying_party_id, network, require_message_authenticator, allow_unsigned_proxy_state,
    password_encoding, nas_deadline_seconds, send_class, client_address_attributes, requests_per_second,
    secret_sealed, sealed_with, secret_changed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

const UPDATE_CLIENT = `
  UPDATE radius_clients SET network = $2, require_message_authenticator = $3, allow_unsigned_proxy_state = $4,
    password_encoding = $5, nas_deadline_seconds = $6, send_class = $7, client_address_attributes = $8,
    requests_per_second = $9
  WHERE id = $1`;

function settingsOf(fields: RadiusClientFields): readonly unknown[] {
  return [
    fields.network,
    fields.requireMessageAuthenticator,
    fields.allowUnsignedProxyState,
    fromEncoding(fields.passwordEncoding),
    fields.nasDeadlineSeconds,
    fields.sendClass,
    fields.clientAddressAttributes,
    fields.requestsPerSecond,
  ];
}

async function refusingTaken(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    throw new DomainError('already_exists', 'Another RADIUS client has this name or this network.', {
      field: 'network',
      cause,
    });
  }
}
