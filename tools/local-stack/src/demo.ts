import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartRefused } from './config.ts';
import type { StackPaths } from './layout.ts';
import { type StackSecrets, writePrivately } from './secrets.ts';

const run = promisify(execFile);

/** A user of the demonstration, as the start shows it. */
export interface DemoUser {
  readonly name: string;
  readonly password: string;
  readonly about: string;
  /** What the command line printed when it made the authenticator: the otpauth URI, recovery codes. */
  readonly authenticators: readonly unknown[];
}

/** The demonstration: who can sign in, and with which RADIUS secret. */
export interface DemoFacts {
  readonly users: readonly DemoUser[];
  readonly radiusSecret: string;
  /** Opens the set-up pages of the console, once; only known right after the first start. */
  readonly setupToken?: string;
}

/** What making it needs. */
export interface DemoJob {
  readonly root: string;
  readonly paths: StackPaths;
  readonly secrets: StackSecrets;
  /** Environment of the command line. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

interface Recipe {
  readonly name: string;
  readonly fullName: readonly [first: string, last: string];
  readonly about: string;
  readonly more: readonly (readonly string[])[];
}

const RECIPES: readonly Recipe[] = [
  {
    name: 'alice',
    fullName: ['Alice', 'Martin'],
    about: 'code of an authenticator app',
    more: [['authenticators', 'add-totp', 'alice']],
  },
  {
    name: 'bob',
    fullName: ['Bob', 'Dubois'],
    about: 'code by text message: see the inbox',
    more: [['authenticators', 'add-phone', 'bob', '+33612345678']],
  },
  {
    name: 'carol',
    fullName: ['Carol', 'Schmidt'],
    about: 'code of an app, or a recovery code',
    more: [
      ['authenticators', 'add-totp', 'carol'],
      ['authenticators', 'recovery-codes', 'carol'],
    ],
  },
  { name: 'dave', fullName: ['Dave', 'Rossi'], about: 'disabled: is refused', more: [['users', 'disable', 'dave']] },
  { name: 'emma', fullName: ['Emma', 'Weber'], about: 'no method yet: sets one up in the portal', more: [] },
];

/** The RADIUS clients: this machine asks for password and code, or from 127.0.0.2 for the code alone. */
const CLIENTS: readonly (readonly string[])[] = [
  ['Demo VPN', '127.0.0.1/32', '--password-source', 'local', '--code-entry', 'challenge_or_concatenated'],
  ['Demo code only', '127.0.0.2/31', '--password-source', 'none', '--code-entry', 'code_only'],
];

/** What was made before, or undefined. */
export function readDemo({ demoFile }: StackPaths): DemoFacts | undefined {
  return existsSync(demoFile) ? (JSON.parse(readFileSync(demoFile, 'utf8')) as DemoFacts) : undefined;
}

/** Makes demo users and RADIUS clients by the command line, as an operator would, and notes what they were given. */
export async function makeDemo(job: DemoJob): Promise<DemoFacts> {
  const users: DemoUser[] = [];
  for (const recipe of RECIPES) users.push(await makeUser(recipe, job));
  const { radiusSecret } = job.secrets;
  for (const client of CLIENTS)
    await countersign(['radius-clients', 'add', ...client, '--secret-stdin'], job, radiusSecret);
  const facts = { users, radiusSecret };
  writePrivately(job.paths.demoFile, `${JSON.stringify(facts, null, 2)}\n`);
  return { ...facts, setupToken: await makeSetupToken(job) };
}

async function makeSetupToken(job: DemoJob): Promise<string> {
  const { token } = (await countersign(['setup', 'token'], job)) as { readonly token: string };
  return token;
}

async function makeUser({ name, fullName, about, more }: Recipe, job: DemoJob): Promise<DemoUser> {
  const password = aPassword();
  const [first, last] = fullName;
  const add = ['users', 'add', name, '--first-name', first, '--last-name', last, '--group', 'demo', '--password-stdin'];
  await countersign(add, job, password);
  const authenticators: unknown[] = [];
  for (const args of more) authenticators.push(await countersign(args, job));
  return { name, password, about, authenticators };
}

/** Runs one command of the command line and returns what it printed as JSON. Secrets go by its standard input. */
async function countersign(args: readonly string[], { root, environment }: DemoJob, input = ''): Promise<unknown> {
  const cli = path.join(root, 'tools/cli/dist/main.js');
  const running = run(process.execPath, [cli, ...args, '--json'], { cwd: root, env: { ...environment } });
  // A command that ends before it has read its input says why by itself.
  running.child.stdin?.on('error', () => undefined).end(input);
  try {
    const { stdout } = await running;
    return stdout.trim() === '' ? null : (JSON.parse(stdout) as unknown);
  } catch (error) {
    const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message: string };
    const said = [stderr, stdout].filter((text) => text !== undefined && text !== '').join('\n') || message;
    throw new StartRefused(
      `The demonstration could not be set up: countersign ${args.join(' ')}\n${said}\nBegin anew with: npm start -- --fresh`,
    );
  }
}

/** Random, so that no installation has a password that is written in a book; of letters that are not mistaken for others. */
function aPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = (): string => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return [group(), group(), group()].join('-');
}
