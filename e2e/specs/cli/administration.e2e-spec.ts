import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../src/eventually.ts';
import { type CommandCase, expectBothForms } from '../../src/both-forms.ts';
import { Product } from '../../src/product.ts';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
}, 180_000);

afterAll(async () => {
  await product?.remove();
}, 60_000);

const both = async (each: CommandCase): Promise<void> => await expectBothForms(product, each);
const some = expect.any(String);

describe('servers, keys and journal', () => {
  it.each<CommandCase>([
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
    const person = await product.addPerson();
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
      const subjects = JSON.stringify(failed);
      // Without Redis nobody can sign in, so the gateways leave Status-Server unanswered and a NAS tries its next server.
      const hasAll = /redis/i.test(subjects) && /pg-2/.test(subjects) && /"subject":"RADIUS /.test(subjects);
      return code === 1 && hasAll && failed;
    });
    for (const { remedy } of findings) expect(remedy).not.toBe('');
    const human = await product.stack.cli(['doctor']);
    expect(human).toMatchObject({ code: 1, stdout: expect.stringMatching(/FAILED[\s\S]*Redis[\s\S]*checks failed/) });
    const list = await product.stack.cli(['servers', 'list', '--json']);
    expect(list).toMatchObject({ code: 0, json: { nodes: [{ name: 'pg-1' }, { name: 'pg-2', state: 'down' }] } });
    await product.stack.start('redis');
    await product.stack.start('pg-2');
    await eventually('health', async () => (await product.stack.cli(['doctor'])).code === 0);
    expect(existsSync(product.file.controlSocket)).toBe(true);
  });
});
