// Sign-ins at the user portal over HTTP: name and password, then the code of an app. Each user signs in once.
//   node tools/bench/dist/portal.js --users 1500 --seconds 20 --outstanding 8
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type RunningStack, startLocalStack } from '@countersign/testing';
import { Latencies } from './latencies.ts';
import { Population } from './population.ts';
import { type ProcessUsage, usageOf } from './process-usage.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '1500' },
    seconds: { type: 'string', default: '20' },
    outstanding: { type: 'string', default: '8' },
  },
});

const say = (text: string) => process.stderr.write(`${text}\n`);
const HEADERS = {
  'content-type': 'application/json',
  'x-requested-by': 'countersign',
  'sec-fetch-site': 'same-origin',
};

/** One person's sign-in from the first request to the session; false: it was not accepted. */
async function signIn(origin: string, population: Population, index: number): Promise<boolean> {
  const userName = population.nameOf(index);
  const first = await post(origin, '/api/sign-in', { userName, password: population.passwordOf(index) }, '');
  if (first.kind !== 'prompt') return false;
  const second = await post(
    origin,
    '/api/sign-in/answer',
    { code: population.codeOf(index, Date.now()) },
    first.cookie,
  );
  return second.kind === 'signed_in';
}

async function post(origin: string, path: string, body: unknown, cookie: string) {
  const answer = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: cookie === '' ? HEADERS : { ...HEADERS, cookie },
    body: JSON.stringify(body),
  });
  const { kind } = (await answer.json()) as { readonly kind?: string };
  return { kind, cookie: (answer.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? '' };
}

async function usages(stack: RunningStack): Promise<ReadonlyMap<string, ProcessUsage>> {
  const { processes } = await stack.status();
  return new Map(processes.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, usageOf(pid)] as const])));
}

async function run(stack: RunningStack, population: Population): Promise<string> {
  const origin = new URL(stack.file.portal).origin;
  const latencies = new Latencies();
  let next = 0;
  let refused = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + Number(values.seconds) * 1000;
  const before = await usages(stack);
  const worker = async (): Promise<void> => {
    while (performance.now() < endsAt && next < population.size) {
      const index = next;
      next += 1;
      const since = performance.now();
      if (await signIn(origin, population, index)) latencies.add(performance.now() - since);
      else refused += 1;
    }
  };
  await Promise.all(Array.from({ length: Number(values.outstanding) }, worker));
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await usages(stack);
  const [p50, p95, p99] = latencies.percentiles(0.5, 0.95, 0.99);
  const cpu = [...after].map(([name, usage]) => {
    const used = usage.cpuMicroseconds - (before.get(name)?.cpuMicroseconds ?? 0);
    return `| ${name} | ${(used / 1000 / Math.max(1, latencies.count)).toFixed(2)} |`;
  });
  return [
    `${(latencies.count / seconds).toFixed(1)} sign-ins a second, ${latencies.count} accepted, ${refused} refused`,
    `p50 ${p50?.toFixed(0)} ms, p95 ${p95?.toFixed(0)} ms, p99 ${p99?.toFixed(0)} ms`,
    '',
    '| process | CPU ms per sign-in |',
    '| --- | --- |',
    ...cpu,
  ].join('\n');
}

const stack = await startLocalStack();
try {
  const population = new Population(Number(values.users), 'portal');
  const databaseUrl = readFileSync(stack.file.database.ownerUrlFile, 'utf8').trim();
  say(`writing ${population.size} users`);
  await population.write(databaseUrl, stack.file.sealingKeysFile, () => undefined);
  await population.writePasswords(databaseUrl, stack.file.sealingKeysFile);
  process.stdout.write(`${await run(stack, population)}\n`);
} finally {
  await stack.remove();
}
