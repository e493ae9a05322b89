import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createBuiltInDictionary, type Dictionary, loadFreeRadiusDictionary } from '@countersign/radius';

const MAX_DEPTH = 8;

/** The built-in dictionary and whatever the files add to it. Throws when a file is missing or cannot be understood. */
export function readDictionary(paths: readonly string[]): Dictionary {
  const dictionary = createBuiltInDictionary();
  for (const path of paths) {
    addFile(dictionary, path, 0);
  }
  return dictionary;
}

function addFile(dictionary: Dictionary, path: string, depth: number): void {
  if (depth > MAX_DEPTH) {
    throw new Error(`the dictionary ${path} includes itself, or too many others`);
  }
  const { includes } = loadFreeRadiusDictionary(dictionary, readFileSync(path, 'utf8'));
  for (const include of includes) {
    addFile(dictionary, resolve(dirname(path), include), depth + 1);
  }
}
