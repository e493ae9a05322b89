import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type RunningStack, startLocalStack } from '@countersign/testing';
import type { LoadOptions, SignInToSend } from './load-generator.ts';
import { measure } from './measured-run.ts';
import { Population } from './population.ts';
import { memoryOf, reportOf, type ReportRow } from './report.ts';

const FROM = '127.0.0.9';
const SECRET = 'a-benchmark-secret-of-32-characters';
/** Codes of the last, the present and the next half minute are good, each once. */
const STEPS = [0, -1, 1];

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '1000,1000000' },
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '5000' },
    outstanding: { type: 'string', default: '64,256' },
  },
});

const say = (text: string) => process.stderr.write(`${text}\n`);
const numbers = (text: string) => text.split(',').map(Number);

/** Users one after the other, each with every code that is good for them now; undefined when all are spent. */
function signIns(population: Population, isRepeating: boolean): () => SignInToSend | undefined {
  let index = 0;
  let round = 0;
  return () => {
    if (index === population.size) {
      index = 0;
      round += 1;
    }
    const offset = STEPS[round % STEPS.length];
    if (offset === undefined || (!isRepeating && round >= STEPS.length)) return undefined;
    const signIn = { userName: population.nameOf(index), password: population.codeOf(index, Date.now(), offset) };
    index += 1;
    return signIn;
  };
}

async function addClient(stack: RunningStack): Promise<void> {
  const policy = ['--password-source', 'none', '--code-entry', 'code_only'];
  const added = await stack.cli(
    ['radius-clients', 'add', 'Benchmark', `${FROM}/32`, ...policy, '--secret-stdin', '--json'],
    SECRET,
  );
  if (added.code !== 0) throw new Error(`cannot add the RADIUS client: ${added.stderr}`);
}

async function runAll(stack: RunningStack): Promise<readonly ReportRow[]> {
  const rows: ReportRow[] = [];
  const [address] = stack.file.radius.authentication;
  if (address === undefined) throw new Error('the stack has no RADIUS address');
  const databaseUrl = readFileSync(stack.file.database.ownerUrlFile, 'utf8').trim();
  for (const size of numbers(values.users)) {
    const population = new Population(size, `u${size}`);
    await population.write(databaseUrl, stack.file.sealingKeysFile, (written) => say(`${written} of ${size} users`));
    const next = signIns(population, size < 100_000);
    const base = { host: address.host, port: address.port, from: FROM, secret: SECRET, next };
    const durationMilliseconds = Number(values.seconds) * 1000;
    const run = async (scenario: string, pace: LoadOptions['pace'], milliseconds = durationMilliseconds) => {
      say(`${size} users, ${scenario}`);
      const measurement = await measure(stack, { ...base, pace, durationMilliseconds: milliseconds });
      rows.push({ scenario: `${size} users, ${scenario}`, measurement });
    };
    await run('warm-up, discard', { outstanding: 64 }, 5000);
    rows.pop();
    for (const outstanding of numbers(values.outstanding)) await run(`${outstanding} outstanding`, { outstanding });
    await run(`open loop ${values.rate}/s`, { perSecond: Number(values.rate) });
  }
  return rows;
}

/** The gateways' limits are for one NAS each; here one plays them all. */
const NO_LIMITS = { RADIUS_CLIENT_REQUESTS_PER_SECOND: '0', RADIUS_USER_REQUESTS_PER_SECOND: '0' };

const stack = await startLocalStack({ environment: NO_LIMITS });
try {
  await addClient(stack);
  const rows = await runAll(stack);
  process.stdout.write(`${reportOf(rows)}\n\n${memoryOf(rows)}\n`);
} finally {
  await stack.remove();
}
