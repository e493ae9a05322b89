import { existsSync } from 'node:fs';
import path from 'node:path';

/** The root of the checkout, found upwards from this file, so that it is the same from sources and from dist. */
export function repositoryRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'pnpm-workspace.yaml'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`${import.meta.dirname} is not inside the repository`);
    folder = parent;
  }
  return folder;
}
