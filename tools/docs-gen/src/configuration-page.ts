import { type ConfigRow, type ConfigSchema, describeConfig } from '@countersign/config';
import { page, table } from './markdown.ts';

/** The configuration of one app. */
export interface AppConfiguration {
  readonly app: string;
  readonly schema: ConfigSchema;
}

const INTRODUCTION = `Every process reads its configuration from environment variables, once, when it starts. It reports everything that is
wrong at once and exits with status 78. An empty variable counts as not set. A secret is better given as a file: set the
variable that ends in \`_FILE\` to its path; the file must not be readable by every account.`;

/** docs/configuration.md. */
export function configurationPage(apps: readonly AppConfiguration[]): string {
  const sections = apps.map(({ app, schema }) => `## ${app}\n\n${table(HEADINGS, describeConfig(schema).map(cells))}`);
  return page('apps/*/src/config.ts', ['# Configuration', INTRODUCTION, ...sections]);
}

const HEADINGS = ['Variable', 'Type', 'Default', 'Meaning'];

function cells({
  name,
  fileVariable,
  type,
  isRequired,
  default: byDefault,
  example,
  description,
}: ConfigRow): string[] {
  const names = fileVariable === undefined ? `\`${name}\`` : `\`${name}\` or \`${fileVariable}\``;
  const shown = isRequired ? 'required' : byDefault === undefined ? 'none' : `\`${byDefault}\``;
  const meaning = isRequired && example !== undefined ? `${description} Example: \`${example}\`` : description;
  return [names, type, shown, meaning.trim()];
}
