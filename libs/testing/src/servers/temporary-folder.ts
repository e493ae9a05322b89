import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * A new folder under the system's temporary folder which every user can enter (Postgres may run as another user than we do).
 * `remove` deletes it, also while a dying process still writes into it.
 */
export function temporaryFolder(prefix = 'countersign-test-'): { path: string; remove: () => void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), prefix));
  chmodSync(folder, 0o755);
  return {
    path: folder,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }),
  };
}
