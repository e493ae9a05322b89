import { readFileSync, statSync } from 'node:fs';
import { systemCodeOf } from './error-code.ts';

/** The content of a secret file, or why it is refused. */
export type SecretFile =
  | { readonly kind: 'read'; readonly content: string }
  | { readonly kind: 'refused'; readonly problem: string };

const OTHERS = 0o007;

/**
 * Reads a file that holds a secret. A file that any account of the machine may read is refused: 0400 or 0600 for the
 * account of the process, 0440 where the group is the process's own (mounted secrets). One newline at the end is dropped.
 */
export function readSecretFile(path: string): SecretFile {
  try {
    const mode = statSync(path).mode & 0o777;
    if ((mode & OTHERS) !== 0) {
      return {
        kind: 'refused',
        problem: `names ${path}, which everybody may read (mode ${mode.toString(8).padStart(4, '0')}); run: chmod 0400 ${path}`,
      };
    }
    return { kind: 'read', content: readFileSync(path, 'utf8').replace(/\r?\n$/, '') };
  } catch (error) {
    const code = systemCodeOf(error);
    return { kind: 'refused', problem: `names ${path}, which cannot be read (${code})` };
  }
}
