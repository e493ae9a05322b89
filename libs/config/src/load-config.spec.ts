import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';
import * as field from './fields.ts';
import { type ConfigSchema, type Environment, loadConfig } from './load-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function aFile(name: string, content: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

function problemsOf(schema: ConfigSchema, env: Environment) {
  try {
    loadConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  throw new Error('expected a ConfigurationError');
}

const schema = z.object({
  RPC_LISTEN_PORT: field.port().default(4443),
  DATABASE_HOSTS: field.hostPortList({ defaultPort: 5432 }),
  DATABASE_PASSWORD: field.secretText(),
  CHALLENGE_LIFETIME_SECONDS: field.duration({ min: 10, max: 600 }).default(90),
  STRICT: field.booleanFlag().default(false),
});

describe('loadConfig', () => {
  it('reads values and fills in defaults', () => {
    const config = loadConfig(schema, {
      DATABASE_HOSTS: 'db1, [::1]:6000',
      DATABASE_PASSWORD: 'hunter2',
      STRICT: 'yes',
      UNRELATED: 'x',
    });
    expect(config).toMatchObject({ RPC_LISTEN_PORT: 4443, CHALLENGE_LIFETIME_SECONDS: 90, STRICT: true });
    expect(config.DATABASE_HOSTS).toEqual([
      { host: 'db1', port: 5432 },
      { host: '::1', port: 6000 },
    ]);
    expect(config.DATABASE_PASSWORD.expose().toString()).toBe('hunter2');
    expect(config).not.toHaveProperty('UNRELATED');
  });

  it('reports every problem at once, each with an example', () => {
    const env = { RPC_LISTEN_PORT: '70000', CHALLENGE_LIFETIME_SECONDS: '90s', STRICT: 'maybe' };
    expect(problemsOf(schema, env)).toEqual([
      { variable: 'RPC_LISTEN_PORT', problem: 'must be 0 to 65535', example: 'RPC_LISTEN_PORT=4443' },
      {
        variable: 'DATABASE_HOSTS',
        problem: 'is missing',
        example: 'DATABASE_HOSTS=a.example:5432,b.example:5432',
      },
      {
        variable: 'DATABASE_PASSWORD',
        problem: 'is missing',
        example: 'DATABASE_PASSWORD_FILE=/run/secrets/database_password',
      },
      {
        variable: 'CHALLENGE_LIFETIME_SECONDS',
        problem: 'must be a whole number without a unit, the unit is the end of the name',
        example: 'CHALLENGE_LIFETIME_SECONDS=30',
      },
      { variable: 'STRICT', problem: 'must be true or false', example: 'STRICT=true' },
    ]);
  });

  it('says it in one text for a terminal', () => {
    const message = new ConfigurationError(problemsOf(z.object({ A: field.port(), B: field.text() }), {})).message;
    expect(message).toBe(
      'The configuration has 2 problems:\n  A is missing. Example: A=4443\n  B is missing. Example: B=text',
    );
  });

  it('treats an empty variable as not set', () => {
    expect(loadConfig(z.object({ PORT: field.port().default(1) }), { PORT: '' })).toEqual({ PORT: 1 });
  });

  it('reports a contradiction between variables', () => {
    const related = z
      .object({ LOW: field.integer(), HIGH: field.integer() })
      .refine(({ LOW, HIGH }) => LOW < HIGH, { error: 'must be less than HIGH', path: ['LOW'] });
    expect(problemsOf(related, { LOW: '2', HIGH: '1' })).toEqual([
      { variable: 'LOW', problem: 'must be less than HIGH', example: undefined },
    ]);
  });

  it('refuses a schema whose duration has no unit in its name', () => {
    expect(problemsOf(z.object({ LIFETIME: field.duration().default(1) }), {})[0]?.problem).toContain(
      'must end in a unit',
    );
  });
});

describe('a secret', () => {
  const secretSchema = z.object({ PASSWORD: field.secretText() });

  it('may come from a file, without the newline at its end', () => {
    const config = loadConfig(secretSchema, { PASSWORD_FILE: aFile('password', 'hunter2\n') });
    expect(config.PASSWORD.expose().toString()).toBe('hunter2');
  });

  it('is not taken from a file that everybody may read', () => {
    const [problem] = problemsOf(secretSchema, { PASSWORD_FILE: aFile('open', 'hunter2', 0o644) });
    expect(problem).toMatchObject({ variable: 'PASSWORD_FILE', problem: expect.stringContaining('chmod 0400') });
  });

  it('is not taken from a file that does not exist', () => {
    const [problem] = problemsOf(secretSchema, { PASSWORD_FILE: join(folder, 'nowhere') });
    expect(problem?.problem).toContain('cannot be read (ENOENT)');
  });

  it('is not given twice', () => {
    const env = { PASSWORD: 'a', PASSWORD_FILE: aFile('twice', 'b') };
    expect(problemsOf(secretSchema, env)[0]).toMatchObject({ variable: 'PASSWORD, PASSWORD_FILE' });
  });

  it('is never repeated in a message or a dump', () => {
    const env = { KEY: 'hunter2hunter2', PASSWORD: 'hunter2'.repeat(1000) };
    const error = new ConfigurationError(
      problemsOf(z.object({ KEY: field.base64Key({ octets: 32 }), PASSWORD: field.secretText() }), env),
    );
    expect(error.problems).toHaveLength(2);
    expect(error.message + JSON.stringify(error)).not.toContain('hunter2');
    expect(JSON.stringify(loadConfig(secretSchema, { PASSWORD: 'hunter2' }))).toBe('{"PASSWORD":"[sealed]"}');
  });

  it('has no file variant when it is no secret', () => {
    expect(loadConfig(z.object({ NAME: field.text().default('x') }), { NAME_FILE: aFile('name', 'y') })).toEqual({
      NAME: 'x',
    });
  });
});
