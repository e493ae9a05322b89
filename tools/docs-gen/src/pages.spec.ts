import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { duration, port, secretText } from '@countersign/config';
import { ERROR_CODES } from '@countersign/errors';
import { z } from 'zod';
import { configurationPage } from './configuration-page.ts';
import { errorsPage } from './errors-page.ts';
import { findApps } from './find-apps.ts';
import { table } from './markdown.ts';
import { driftOf, writePages } from './write-pages.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-docs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the error page', () => {
  it.each(ERROR_CODES)('has a row for %s', (code) => {
    expect(errorsPage()).toContain(`\n| \`${code}\` | `);
  });

  it('names gRPC status and log level', () => {
    expect(errorsPage()).toMatch(/`attempts_throttled` .* \| yes \| RESOURCE_EXHAUSTED \| warn \|/);
  });
});

describe('the configuration page', () => {
  it('has a section for each app and a row for each variable', () => {
    const schema = z.object({
      LISTEN_PORT: port().describe('Where it listens.'),
      WAIT_SECONDS: duration().default(5).describe('How long it waits.'),
      PASSWORD: secretText().describe('The password.'),
      NOTE_PORT: port().optional(),
    });
    const text = configurationPage([{ app: 'auth-server', schema }]);
    expect(text).toContain('\n## auth-server\n');
    expect(text).toContain('| `LISTEN_PORT` | port | required | Where it listens. Example: `4443` |');
    expect(text).toMatch(/\| `WAIT_SECONDS` \| duration, .*, in seconds \| `5` \| How long it waits. \|/);
    expect(text).toContain('| `PASSWORD` or `PASSWORD_FILE` | secret | required | The password. |');
    expect(text).toContain('| `NOTE_PORT` | port | none |');
  });
});

describe('finding apps', () => {
  it('passes over a repository without apps and an app without configuration', async () => {
    expect(await findApps(folder)).toEqual([]);
    mkdirSync(join(folder, 'apps', 'planned', 'src'), { recursive: true });
    expect(await findApps(folder)).toEqual([]);
  });

  it('insists on the schema of an app that has a configuration', async () => {
    mkdirSync(join(folder, 'apps', 'odd', 'src'), { recursive: true });
    writeFileSync(join(folder, 'apps', 'odd', 'src', 'config.ts'), 'export const other = 1;');
    await expect(findApps(folder)).rejects.toThrow('must export configSchema');
  });
});

describe('writing', () => {
  it('writes what differs and then finds no drift', () => {
    const path = join(folder, 'docs', 'errors.md');
    const pages = { [path]: 'text\n' };
    expect(driftOf(pages)).toEqual([path]);
    expect(writePages(pages)).toEqual([path]);
    expect([driftOf(pages), writePages(pages)]).toEqual([[], []]);
    expect(driftOf({ [path]: 'other\n' })).toEqual([path]);
  });

  it('escapes what would break a table', () => {
    expect(table(['a'], [['x|y\nz']])).toBe('| a |\n|---|\n| x\\|y z |');
  });
});
