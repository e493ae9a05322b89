import type { Method } from '@countersign/domain';
import type { Transaction } from '../../../../platform/database.ts';
import type { EditorFactors } from '../../application/ports/settings-history.ts';

/** The method that each kind of authenticator gives. Recovery codes are no way to work with. */
const METHOD_OF: Readonly<Record<string, Method>> = {
  totp: 'totp',
  hotp: 'hotp',
  phone: 'text_message',
  passkey: 'passkey',
};

/** What an administrator signs in with, from the tables of users. */
export class PostgresEditorFactors implements EditorFactors {
  async methodsOf({ manager }: Transaction, userId: string): Promise<readonly Method[]> {
    const rows: { kind: string }[] = await manager.query(
      "SELECT DISTINCT kind FROM authenticators WHERE user_id = $1 AND state = 'active'",
      [userId],
    );
    return rows.flatMap(({ kind }) => METHOD_OF[kind] ?? []);
  }

  async hasLocalPassword({ manager }: Transaction, userId: string): Promise<boolean> {
    const rows: unknown[] = await manager.query('SELECT 1 FROM users WHERE id = $1 AND password_hash IS NOT NULL', [
      userId,
    ]);
    return rows.length > 0;
  }
}
