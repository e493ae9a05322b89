import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Pages by the path they belong at. */
export type Pages = Readonly<Record<string, string>>;

/** Writes pages; those that were right already are left alone. Returns the paths of the others. */
export function writePages(pages: Pages): readonly string[] {
  const changed = driftOf(pages);
  for (const path of changed) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, pages[path] ?? '');
  }
  return changed;
}

/** The paths whose page is missing or says something else. */
export function driftOf(pages: Pages): readonly string[] {
  return Object.entries(pages)
    .filter(([path, text]) => readOrNothing(path) !== text)
    .map(([path]) => path);
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
