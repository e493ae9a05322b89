import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../src/eventually.ts';
import { oneTimeCode } from '../../src/oath-device.ts';
import { addPerson } from '../../src/people.ts';
import { Product } from '../../src/product.ts';
import { pskcOf } from '../../src/token-files.ts';

/** A command in both forms: `$U` stands for a user that the command may change, `$F` for a file. */
interface Case {
  readonly args: readonly string[];
  /** What people read. */
  readonly human: RegExp;
  /** What programs read. */
  readonly json: unknown;
  readonly input?: string;
  readonly code?: number;
}

let product: Product;

beforeAll(async () => {
  product = await Product.start();
}, 180_000);

afterAll(async () => {
  await product?.remove();
}, 60_000);

/** Runs a command once for people and once for programs. A change may be asked for twice: what it leads to is the same. */
const both = async ({ args, human, json, input, code = 0 }: Case): Promise<void> => {
  const forPeople = await product.stack.cli(args, input);
  expect({ code: forPeople.code, stdout: forPeople.stdout, stderr: forPeople.stderr }).toEqual({
    code,
    stdout: expect.stringMatching(human),
    stderr: expect.not.stringContaining('Error'),
  });
  const forPrograms = await product.stack.cli([...args, '--json'], input);
  expect(forPrograms).toMatchObject({ code, json });
};

const some = expect.any(String);

describe('users', () => {
  it('add prints the new user, a generated id and no secret', async () => {
    const options = [
      '--first-name',
      'Erin',
      '--last-name',
      'O’Neill',
      '--mail',
      'erin@example.org',
      '--group',
      'staff',
    ];
    const args = ['users', 'add', 'erin', ...options, '--alias', 'CONTOSO\\erin', '--tag', 'vip', '--password-stdin'];
    const human = await product.stack.cli(args, 'a password of erin');
    expect(human).toMatchObject({ code: 0, stdout: expect.stringMatching(/User name\s+erin[\s\S]*Next: countersign/) });
    expect(human.stdout).not.toContain('a password of erin');
    const again = await product.refusal(['users', 'add', 'ERIN']);
    expect(again).toMatchObject({ exitCode: 1, code: 'already_exists' });
    const json = await product.countersign([
      'users',
      'add',
      'frank',
      '--phone',
      '+33611112222',
      '--language',
      'text=fr',
    ]);
    expect(json).toMatchObject({ userName: 'frank', isEnabled: true, languages: { text: 'fr' } });
  });

  it.each<Case>([
    { args: ['users', 'list'], human: /USER NAME[\s\S]*alice/, json: { isComplete: true } },
    {
      args: ['users', 'list', '--search', 'erin@', '--group', 'staff', '--state', 'enabled'],
      human: /erin/,
      json: { users: [{ userName: 'erin', mail: 'erin@example.org' }] },
    },
    {
      args: ['users', 'show', 'contoso\\ERIN'],
      human: /User name\s+erin[\s\S]*No authenticators/,
      json: { userName: 'erin', groups: ['staff'], tags: ['vip'], hasPassword: true },
    },
    {
      args: ['users', 'update', 'erin', '--description', 'a remark', '--group', 'staff', '--group', 'vpn'],
      human: /Groups\s+staff, vpn/,
      json: { description: 'a remark', groups: ['staff', 'vpn'] },
    },
    { args: ['users', 'update', 'erin', '--clear', 'tags'], human: /User name\s+erin/, json: { tags: [] } },
    { args: ['users', 'disable', 'erin'], human: /Enabled\s+no/, json: { isEnabled: false } },
    { args: ['users', 'enable', 'erin'], human: /Enabled\s+yes/, json: { isEnabled: true } },
    {
      args: ['users', 'set-password', 'erin', '--password-stdin'],
      input: 'another password of erin',
      human: /erin has a new local password/,
      json: { user: 'erin', hasPassword: true },
    },
    {
      args: ['users', 'set-pin', 'erin', '--oath-mode', '--change-required'],
      human: /It is shown this once: \d{4,}/,
      json: { user: 'erin', generatedPin: expect.stringMatching(/^\d{4,16}$/) },
    },
    {
      args: ['users', 'block', 'erin', '--reason', 'phone stolen', '--for', '2h'],
      human: /erin is blocked until \d{4}-/,
      json: { user: 'erin', blockedUntilMilliseconds: expect.any(Number) },
    },
    { args: ['users', 'unblock', 'erin', '--reason', 'found'], human: /not blocked/, json: { isBlocked: false } },
    { args: ['users', 'unlock', 'erin'], human: /not locked out/, json: { isLocked: false } },
    {
      args: ['users', 'bypass', 'erin', '--reason', 'phone forgotten', '--for', '5min'],
      human: /skips the second factor, once, until/,
      json: { user: 'erin', bypassUntilMilliseconds: expect.any(Number) },
    },
  ])('$args', both);

  it('import shows what would happen, then does it: all lines or none', async () => {
    const good = product.write('users.csv', 'user_name;first_name;groups\ngina;Gina;staff|vpn\nhugo;Hugo;\n');
    await both({
      args: ['users', 'import', good, '--dry-run'],
      human: /Dry run, nothing was changed: 2 to add/,
      json: { added: 2, failed: 0, rows: [{ line: 2, userName: 'gina', action: 'add' }, { userName: 'hugo' }] },
    });
    expect(await product.refusal(['users', 'show', 'gina'])).toMatchObject({ code: 'user_not_found', exitCode: 1 });
    expect(await product.countersign(['users', 'import', good])).toMatchObject({ added: 2 });
    expect(await product.countersign(['users', 'show', 'gina'])).toMatchObject({ groups: ['staff', 'vpn'] });
    const human = await product.stack.cli(['users', 'import', good, '--on-existing', 'skip']);
    expect(human.stdout).toMatch(/Done: 0 added, 0 updated, 2 skipped/);

    const bad = product.write('bad.csv', 'user_name,mail\nivan,ivan@example.org\n"",nobody@example.org\ngina,\n');
    await both({
      args: ['users', 'import', bad],
      code: 2,
      human: /3[\s\S]*Nothing was changed/,
      json: { failed: 2, rows: [{ problem: '' }, { line: 3, problem: some }, { line: 4, problem: some }] },
    });
    expect(await product.refusal(['users', 'show', 'ivan'])).toMatchObject({ code: 'user_not_found' });
  });

  it('remove asks first, and needs a yes where nobody can be asked', async () => {
    expect(await product.refusal(['users', 'remove', 'hugo'])).toMatchObject({
      exitCode: 2,
      what: expect.stringContaining('--yes'),
    });
    const human = await product.stack.cli(['users', 'remove', 'hugo', '--yes']);
    expect(human).toMatchObject({ code: 0, stdout: 'hugo is removed.\n' });
    expect(await product.countersign(['users', 'remove', 'gina', '--yes'])).toEqual({ removed: 'gina' });
  });
});

describe('authenticators', () => {
  it('add-totp prints the URI and a QR code, once', async () => {
    const args = ['authenticators', 'add-totp', 'frank', '--name', 'blue', '--algorithm', 'SHA256', '--digits', '8'];
    const human = await product.stack.cli(args);
    expect(human.stdout).toMatch(/[█▀▄]{10}/);
    expect(human.stdout).toMatch(/otpauth:\/\/totp\/[^\s]*frank\?[^\s]*algorithm=SHA256/i);
    const json = await product.countersign(['authenticators', 'add-totp', 'frank', '--name', 'red', '--period', '60']);
    expect(json).toMatchObject({ otpauthUri: expect.stringContaining('period=60'), secretBase32: some });
    const shown = await product.stack.cli(['users', 'show', 'frank', '--json']);
    expect(shown.stdout).not.toContain((json as { secretBase32: string }).secretBase32);
  });

  it('add-phone, recovery-codes and remove', async () => {
    const human = await product.stack.cli(['authenticators', 'add-phone', 'erin', '+33 6 12 34 56 70']);
    expect(human).toMatchObject({ code: 0, stdout: expect.stringContaining('The phone is added') });
    const { authenticatorId } = await product.countersign<{ authenticatorId: string }>([
      ...['authenticators', 'add-phone', 'erin', '+33612345671', '--name', 'second'],
    ]);
    await both({
      args: ['authenticators', 'recovery-codes', 'erin', '--count', '8'],
      human: /(  \S{10,}\n){8}/,
      json: { codes: Array(8).fill(some) },
    });
    expect(await product.refusal(['authenticators', 'remove', 'erin', authenticatorId])).toMatchObject({ exitCode: 2 });
    const removal = await product.countersign(['authenticators', 'remove', 'erin', authenticatorId, '--yes']);
    expect(removal).toEqual({ removed: authenticatorId });
    expect(await product.refusal(['authenticators', 'remove', 'erin', authenticatorId, '--yes'])).toMatchObject({
      exitCode: 1,
      code: 'authenticator_not_found',
    });
  });

  it('import, assign and resync', async () => {
    const seed = Buffer.from('12345678901234567890');
    const pskc = product.write('token.xml', pskcOf('T-1', seed));
    await both({
      args: ['authenticators', 'import', pskc, '--dry-run'],
      human: /T-1[\s\S]*Dry run/,
      json: { added: 1, rows: [{ serialNumber: 'T-1', kind: 'hotp' }] },
    });
    expect(await product.countersign(['authenticators', 'import', pskc])).toMatchObject({ added: 1 });
    const oath = product.write('tokens.csv', 'T-2,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,30\n');
    const imported = await product.stack.cli(['authenticators', 'import', oath]);
    expect(imported).toMatchObject({ code: 0, stdout: expect.stringContaining('Done: 1 added.') });
    expect(await product.refusal(['authenticators', 'import', oath])).toMatchObject({ exitCode: 2 });
    const human = await product.stack.cli(['authenticators', 'assign', 'T-2', 'erin']);
    expect(human).toMatchObject({ code: 0, stdout: 'The token T-2 belongs to erin.\n' });
    const { userName } = await product.countersign<{ userName: string }>(['users', 'add', 'token-user']);
    await product.countersign(['authenticators', 'assign', 'T-1', userName]);
    expect(await product.refusal(['authenticators', 'assign', 'T-1', 'erin'])).toMatchObject({ exitCode: 1 });

    const resync = ['authenticators', 'resync', userName];
    const off = await product.stack.cli([...resync, oneTimeCode(seed, 30), oneTimeCode(seed, 31)]);
    expect(off).toMatchObject({ code: 0, stdout: expect.stringContaining('off by') });
    const backwards = await product.refusal([...resync, oneTimeCode(seed, 10), oneTimeCode(seed, 11)]);
    expect(backwards.exitCode).not.toBe(0);
    const on = await product.countersign([...resync, oneTimeCode(seed, 33), oneTimeCode(seed, 34)]);
    expect(on).toMatchObject({ drift: expect.any(Number) });
  });
});

describe('radius-clients and settings', () => {
  it('add makes a good secret and shows it once; list, update and remove', async () => {
    const added = await product.countersign<{ generatedSecret: string }>([
      ...['radius-clients', 'add', 'Branch', '10.20.0.0/16', '--password-source', 'none', '--code-entry', 'code_only'],
    ]);
    expect(added.generatedSecret.length).toBeGreaterThanOrEqual(32);
    const human = await product.stack.cli(['radius-clients', 'add', 'Other', '10.30.0.1']);
    expect(human.stdout).toMatch(/Network\s+10\.30\.0\.1\/32[\s\S]*Shared secret, shown this once: \S{32}/);
    await both({
      args: ['radius-clients', 'list'],
      human: /Demo VPN[\s\S]*Branch/,
      json: { clients: expect.arrayContaining([expect.objectContaining({ name: 'Branch' })]) },
    });
    await both({
      args: ['radius-clients', 'list', 'Branch'],
      human: /Password source\s+none/,
      json: { name: 'Branch', network: '10.20.0.0/16', policy: { codeEntry: 'code_only' } },
    });
    await both({
      args: ['radius-clients', 'update', 'Branch', '--remember', '8h', '--reply-attribute', 'Filter-Id=branch'],
      human: /Second factor remembered\s+8 h/,
      json: { policy: { rememberSeconds: 28_800, replyAttributes: ['Filter-Id=branch'] } },
    });
    expect(await product.refusal(['radius-clients', 'add', 'Twin', '10.20.0.0/16'])).toMatchObject({ exitCode: 1 });
    expect(await product.refusal(['radius-clients', 'remove', 'Branch'])).toMatchObject({ exitCode: 2 });
    expect(await product.countersign(['radius-clients', 'remove', 'Branch', '--yes'])).toMatchObject({ removed: some });
    const gone = await product.stack.cli(['radius-clients', 'remove', 'Other', '--yes']);
    expect(gone).toMatchObject({ code: 0, stdout: 'Other is removed.\n' });
    expect(await product.refusal(['radius-clients', 'list', 'Branch'])).toMatchObject({ code: 'not_found' });
  });

  it.each<Case>([
    { args: ['settings', 'get'], human: /lockout\.denials\s+5\s+default/, json: expect.any(Array) },
    {
      args: ['settings', 'set', 'lockout.denials', '7'],
      human: /Value\s+7/,
      json: { key: 'lockout.denials', value: 7, default: 5, isDefault: false },
    },
    { args: ['settings', 'get', 'lockout.denials'], human: /Meaning\s+Denied/, json: { value: 7 } },
    { args: ['settings', 'set', 'lockout.denials', '--default'], human: /Value\s+5/, json: { isDefault: true } },
    { args: ['settings', 'set', 'language', 'fr'], human: /Value\s+"fr"/, json: { value: 'fr' } },
    { args: ['settings', 'set', 'language', '--default'], human: /"en"/, json: { value: 'en' } },
  ])('$args', both);
});

describe('servers, keys and journal', () => {
  it.each<Case>([
    {
      args: ['servers', 'list'],
      human: /Normal: sign-ins and changes work\.[\s\S]*Master: mfa-1[\s\S]*radius-2[\s\S]*pg-2\s+replica/,
      json: { mode: 'normal', master: 'mfa-1', nodes: [{ state: 'primary' }, { state: 'replica' }] },
    },
    {
      args: ['servers', 'activate', 'radius-9', '--service', 'radius-gateway'],
      human: /Activation code of radius-9, shown this once: \S{16,}/,
      json: { activationCode: some, expiresAtMilliseconds: expect.any(Number) },
    },
    {
      args: ['servers', 'promote', 'mfa-2', '--dry-run'],
      code: 1,
      human: /Refused: /,
      json: { isPromoted: false, refusals: [some], facts: expect.any(Array) },
    },
    { args: ['keys', 'status'], human: /KEY\s+CURRENT[\s\S]*yes/, json: { keys: [{ isCurrent: true }] } },
    { args: ['keys', 'rotate', '--reseal-only'], human: /Current key: /, json: { resealed: 0, currentKeyId: some } },
    {
      args: ['journal', 'search', '--user', 'alice', '--kind', 'change'],
      human: /change\s+alice/,
      json: { isComplete: true, entries: expect.arrayContaining([expect.objectContaining({ kind: 'change' })]) },
    },
    {
      args: ['journal', 'verify'],
      human: /Intact: \d+ rows[\s\S]*Head: [0-9a-f]{64}/,
      json: { isIntact: true, headHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    },
    { args: ['inbox'], human: /No messages yet|TEXT/, json: expect.any(Array) },
  ])('$args', both);

  it('servers rejoin refuses what is no old master', async () => {
    const problem = await product.refusal(['servers', 'rejoin', 'pg-1', '--yes']);
    expect(problem.exitCode).not.toBe(0);
    expect(problem.what).toMatch(/master|primary/);
  });

  it('journal export writes every entry to a new file, as JSON lines and as CSV', async () => {
    const jsonl = path.join(product.stack.runtimeDir, 'journal.jsonl');
    const csv = path.join(product.stack.runtimeDir, 'journal.csv');
    const human = await product.stack.cli(['journal', 'export', jsonl]);
    expect(human).toMatchObject({ code: 0, stdout: expect.stringMatching(/\d+ entries in /) });
    const { entries } = await product.countersign<{ entries: number }>(['journal', 'export', csv, '--format', 'csv']);
    const lines = readFileSync(jsonl, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { sequence: number }).sequence)).toEqual(
      lines.map((_line, index) => index + 1),
    );
    expect(readFileSync(csv, 'utf8')).toMatch(/^sequence,event_id,/);
    expect(entries).toBeGreaterThanOrEqual(lines.length);
    expect(await product.refusal(['journal', 'export', jsonl])).toMatchObject({ exitCode: 2 });
  });

  it('journal tail shows new entries as they come, and ends on ctrl-C', async () => {
    const person = await addPerson(product.operator());
    const cli = path.join(product.file.root, 'tools/cli/dist/main.js');
    const tail = spawn(process.execPath, [cli, 'journal', 'tail', '--last', '0', '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, STACK_FILE: path.join(product.stack.runtimeDir, 'stack.json') },
    });
    let printed = '';
    tail.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    const nas = await product.nas();
    await eventually('the sign-in in the tail', async () => {
      await nas.ask({ userName: person.name, password: 'wrong password' });
      return printed.includes(person.name);
    });
    const [line = '{}'] = printed.split('\n').filter((each) => each.includes(person.name) && each.endsWith('}'));
    expect(JSON.parse(line)).toMatchObject({ kind: 'authentication', userName: person.name, outcome: 'rejected' });
    const ended = once(tail, 'exit');
    tail.kill('SIGINT');
    expect((await ended)[0]).toBe(130);
  });
});

describe('help, wrong usage and doctor', () => {
  it('every group has help with examples, and wrong usage ends with 2', async () => {
    const help = await product.stack.cli(['--help']);
    expect(help.stdout).toMatch(/users[\s\S]*journal[\s\S]*doctor[\s\S]*Exit codes:/);
    const example = await product.stack.cli(['users', 'import', '--help']);
    expect(example.stdout).toContain('$ countersign users import users.csv --dry-run');
    for (const args of [
      ['users', 'shwo', 'alice'],
      ['users', 'list', '--limit', '-5'],
      ['users', 'block', 'alice'],
    ]) {
      const { code, stderr } = await product.stack.cli(args);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--help') });
    }
  });

  it('doctor finds nothing wrong with a healthy stack', async () => {
    await both({
      args: ['doctor'],
      human: /Nothing is broken\./,
      json: { isHealthy: true, findings: expect.arrayContaining([expect.objectContaining({ state: 'ok' })]) },
    });
  });

  it('doctor says what to do when Redis and a Postgres server are down', async () => {
    await product.stack.kill('redis', 'SIGKILL');
    await product.stack.kill('pg-2', 'SIGKILL');
    const findings = await eventually('Redis in the findings', async () => {
      const { code, json } = await product.stack.cli(['doctor', '--json']);
      const failed = (
        json as { findings: { subject: string; state: string; detail: string; remedy: string }[] }
      ).findings.filter(({ state }) => state !== 'ok');
      const hasBoth = /redis/i.test(JSON.stringify(failed)) && /pg-2/.test(JSON.stringify(failed));
      return code === 1 && hasBoth && failed;
    });
    for (const { remedy } of findings) expect(remedy).not.toBe('');
    const human = await product.stack.cli(['doctor']);
    expect(human).toMatchObject({ code: 1, stdout: expect.stringMatching(/FAILED[\s\S]*Redis[\s\S]*checks failed/) });
    await product.stack.start('redis');
    await product.stack.start('pg-2');
    await eventually('health', async () => (await product.stack.cli(['doctor'])).code === 0);
    expect(existsSync(product.file.controlSocket)).toBe(true);
  });
});
