const MOST_LEVELS = 32;
const LINE_AND_TAB: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d]);

/**
 * The path of the first text that holds a control character, other than line breaks and tabs; undefined when none does.
 * They are refused, not removed: a password without one of its characters would be another password.
 */
export function findControlCharacter(value: unknown, path = '', level = 0): string | undefined {
  if (typeof value === 'string') return hasControlCharacter(value) ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (level > MOST_LEVELS) return path;
  return findInEntries(Object.entries(value), path, level);
}

function findInEntries(entries: readonly [string, unknown][], path: string, level: number): string | undefined {
  for (const [key, each] of entries) {
    if (hasControlCharacter(key)) return path;
    const found = findControlCharacter(each, path === '' ? key : `${path}.${key}`, level + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** C0 and C1 controls but tab, line feed and carriage return. */
function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const isControl = code < 0x20 || (code >= 0x7f && code <= 0x9f);
    if (isControl && !LINE_AND_TAB.has(code)) return true;
  }
  return false;
}
