import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePortRange, repositoryRoot, type RunningStack, startLocalStack } from '@countersign/testing';
import { isRunning } from '@countersign/testing/servers';
import { Redis } from 'ioredis';
import pg from 'pg';

// Postgres, Redis and the inbox; what is ours comes with the end-to-end tests.
describe('the local stack', () => {
  let stack: RunningStack;

  beforeAll(async () => {
    stack = await startLocalStack({ isInfrastructureOnly: true });
  }, 60_000);
  afterAll(async () => {
    await stack.remove();
  }, 60_000);

  const processOf = async (name: string) => {
    const found = (await stack.status()).processes.find((process) => process.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };
  const until = async (isTrue: () => Promise<boolean>): Promise<void> => {
    for (let round = 0; round < 400; round++) {
      if (await isTrue()) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`it did not happen within 10 s:\n${stack.output()}`);
  };
  const query = async (node: string, sql: string): Promise<unknown[]> => {
    const address = stack.file.postgres.find(({ name }) => name === node);
    const password = readFileSync(stack.file.database.superuserPasswordFile, 'utf8');
    const client = new pg.Client({ ...address, user: 'postgres', password, database: 'countersign' });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const redis = async (): Promise<Redis> => {
    const client = new Redis(readFileSync(stack.file.redisUrlFile, 'utf8'), { lazyConnect: true });
    await client.connect();
    return client;
  };

  it('runs a primary, a replica that follows it, Redis and the inbox', async () => {
    const { isUp, processes } = await stack.status();
    expect(isUp).toBe(true);
    expect(processes.map(({ name, state, role }) => [name, state, role])).toEqual([
      ['pg-1', 'running', 'primary'],
      ['pg-2', 'running', 'standby'],
      ['redis', 'running', undefined],
      ['inbox', 'running', undefined],
    ]);
  });

  it('starts a process that was killed from outside again, and says so', async () => {
    const { pid } = await processOf('redis');
    const client = await redis();
    await client.set('kept', 'over a crash');
    await client.call('WAITAOF', '1', '0', '1000').catch(() => undefined);
    client.disconnect();
    process.kill(pid ?? 0, 'SIGKILL');
    await until(async () => {
      const now = await processOf('redis');
      return now.state === 'running' && now.pid !== pid;
    });
    const again = await redis();
    expect(await again.get('kept')).toBe('over a crash');
    again.disconnect();
    expect(stack.output()).toContain('redis ended with signal SIGKILL');
  }, 20_000);

  it('leaves a process down that was killed through the control, until it is started', async () => {
    await stack.kill('inbox', 'SIGKILL');
    expect((await processOf('inbox')).state).toBe('stopped');
    await stack.start('inbox');
    expect((await processOf('inbox')).state).toBe('running');
  });

  it('hangs a process and wakes it', async () => {
    await stack.kill('inbox', 'SIGSTOP');
    await expect(fetch(`${stack.file.inbox}messages`, { signal: AbortSignal.timeout(200) })).rejects.toThrow();
    expect((await processOf('inbox')).state).toBe('hanging');
    await stack.kill('inbox', 'SIGCONT');
    expect((await fetch(`${stack.file.inbox}messages`)).status).toBe(200);
  });

  it('keeps an old master down after a promotion, and takes it back as a replica', async () => {
    await query('pg-1', 'CREATE TABLE kept AS SELECT 1 AS n');
    await until(async () =>
      (await query('pg-2', "SELECT to_regclass('kept') AS found")).some(
        (row) => (row as { found: unknown }).found !== null,
      ),
    );
    await stack.kill('pg-1', 'SIGKILL');
    await query('pg-2', 'SELECT pg_promote(true, 30)');
    await expect(stack.start('pg-1')).rejects.toThrow('rejoin pg-1');

    await stack.rejoin('pg-1');
    expect(await processOf('pg-1')).toMatchObject({ state: 'running', role: 'standby' });
    expect(await processOf('pg-2')).toMatchObject({ state: 'running', role: 'primary', timeline: 2 });
    expect(await query('pg-1', 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  }, 60_000);

  it('refuses a second start in the same place and says what runs', async () => {
    const second = startLocalStack({ isInfrastructureOnly: true, runtimeDir: stack.runtimeDir });
    await expect(second).rejects.toThrow(/runs already.*[\s\S]*npm stop/);
    expect(existsSync(path.join(stack.runtimeDir, 'stack.json'))).toBe(true);
  });

  it('refuses requests that it does not know, and goes on', async () => {
    await expect(stack.start('pg-3')).rejects.toThrow('name is one of pg-1, pg-2');
    expect((await stack.status()).isUp).toBe(true);
  });
});

describe('a start that finds something in its way', () => {
  it('names the port that is taken, who has it, and what to do', async () => {
    const basePort = await freePortRange(100);
    const inTheWay = createServer().listen(basePort + 79, '127.0.0.1');
    const start = startLocalStack({ basePort, isInfrastructureOnly: true });
    await expect(start).rejects.toThrow(
      new RegExp(
        `${basePort + 79}/tcp for Redis is used by process ${process.pid} [\\s\\S]*COUNTERSIGN_BASE_PORT=41800 npm start`,
      ),
    );
    inTheWay.close();
  }, 30_000);

  it('ends what a killed launcher left behind, keeps its data and comes up', async () => {
    const first = await startLocalStack({ isInfrastructureOnly: true });
    const { launcherPid, processes } = await first.status();
    await fetch(`${first.file.inbox}messages`, {
      method: 'POST',
      body: new URLSearchParams({ to: '+33612345678', text: 'kept' }),
    });
    process.kill(launcherPid, 'SIGKILL');
    const basePort = first.file.redis.port - 79;
    const second = await startLocalStack({ isInfrastructureOnly: true, runtimeDir: first.runtimeDir, basePort });
    expect(second.output()).toMatch(/ending [3-9] processes that an earlier start left behind/);
    expect(processes.filter(({ pid }) => pid !== undefined && isRunning(pid))).toEqual([]);
    const { messages } = (await (await fetch(`${second.file.inbox}messages`)).json()) as {
      messages: { text: string }[];
    };
    expect(messages.map(({ text }) => text)).toEqual(['kept']);
    await second.remove();
  }, 60_000);

  it('holds back a master that another was promoted over, until it rejoins', async () => {
    const first = await startLocalStack({ isInfrastructureOnly: true });
    const { redis, runtimeDir, postgres, database } = first.file;
    await first.kill('pg-1', 'SIGKILL');
    const client = new pg.Client({
      ...postgres.find(({ name }) => name === 'pg-2'),
      user: 'postgres',
      password: readFileSync(database.superuserPasswordFile, 'utf8'),
    });
    await client.connect();
    await client.query('SELECT pg_promote(true, 30)');
    await client.end();
    await first.shutdown();

    const second = await startLocalStack({ isInfrastructureOnly: true, runtimeDir, basePort: redis.port - 79 });
    const states = async () =>
      (await second.status()).processes.slice(0, 2).map(({ name, state, role }) => [name, state, role]);
    expect(await states()).toEqual([
      ['pg-1', 'held', 'not answering'],
      ['pg-2', 'running', 'primary'],
    ]);
    await second.rejoin('pg-1');
    expect(await states()).toEqual([
      ['pg-1', 'running', 'standby'],
      ['pg-2', 'running', 'primary'],
    ]);
    await second.remove();
  }, 60_000);

  it('says what is wrong with its settings', () => {
    const launcher = path.join(repositoryRoot(), 'tools/local-stack/dist/main.js');
    const run = (args: string[], basePort: string) =>
      spawnSync(process.execPath, [launcher, ...args], {
        encoding: 'utf8',
        env: { ...process.env, COUNTERSIGN_BASE_PORT: basePort },
      });
    expect(run(['start'], 'eighty').stderr).toContain('COUNTERSIGN_BASE_PORT is "eighty"');
    expect(run(['--frehs'], '20000').stderr).toContain('--fresh');
    expect(run(['start'], '10000').stderr).toContain('10080, a port that browsers refuse');
    expect(run(['start'], 'eighty').status).toBe(1);
  });
});
