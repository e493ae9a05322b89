import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConfigSchema } from '@countersign/config';
import type { AppConfiguration } from './configuration-page.ts';

/** The configuration of every app that has one, by name; an app is found by its `src/config.ts`. */
export async function findApps(repository: string): Promise<readonly AppConfiguration[]> {
  const folder = join(repository, 'apps');
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const found = names.filter((app) => existsSync(join(folder, app, 'src', 'config.ts')));
  return Promise.all(
    found.map(async (app) => ({ app, schema: await schemaOf(join(folder, app, 'src', 'config.ts')) })),
  );
}

async function schemaOf(path: string): Promise<ConfigSchema> {
  const module: unknown = await import(pathToFileURL(path).href);
  const schema =
    typeof module === 'object' && module !== null && 'configSchema' in module ? module.configSchema : undefined;
  if (!isConfigSchema(schema)) throw new Error(`${path} must export configSchema, a zod object of its variables`);
  return schema;
}

function isConfigSchema(value: unknown): value is ConfigSchema {
  return typeof value === 'object' && value !== null && 'shape' in value && typeof value.shape === 'object';
}
