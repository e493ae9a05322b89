import { serversV1 } from '@countersign/contracts';
import { isDomainError } from '@countersign/errors';
import type { RpcClient } from '@countersign/rpc';
import { problemOf } from '../../output/problem.ts';
import type { Session } from '../../session.ts';
import { failed, type Finding, ok } from './finding.ts';

const TOLERATED_CLOCK_ERROR_MS = 20_000;

type Client = RpcClient<typeof serversV1.ServerAdministrationServiceDefinition>;

/** What the servers say about themselves, and whether their clock is ours. */
export async function checkCore(session: Session): Promise<readonly Finding[]> {
  return await judged('Core', async () => {
    const client = await session.core.service(serversV1.ServerAdministrationServiceDefinition);
    const { findings } = await client.diagnose({}, session.core.reading());
    return [...findings.map(asFinding), ...(await judged('Servers', async () => await checkServers(client, session)))];
  });
}

async function checkServers(client: Client, { core, now }: Session): Promise<readonly Finding[]> {
  const { servers } = await client.listServers({}, core.reading());
  return checkClock(servers, now());
}

/** What `check` finds, or that it could not be made: the other checks then say more. */
async function judged(subject: string, check: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const { what, whatToDo } = problemOf(error, '');
    // The advice for everything that does not answer is to run this very command.
    const remedy = whatToDo.includes('countersign doctor') ? 'Mend what else failed here, then look again.' : whatToDo;
    return [failed(subject, what, remedy)];
  }
}

/** A server that reported a moment ago wrote down its own time: far from ours, one of the clocks is wrong. */
export function checkClock(servers: readonly serversV1.Server[], now: number): readonly Finding[] {
  const alive = servers.filter(({ isAlive, lastContactMilliseconds }) => isAlive && lastContactMilliseconds > 0);
  const latest = Math.max(...alive.map(({ lastContactMilliseconds }) => lastContactMilliseconds));
  if (alive.length === 0) return [];
  const difference = now - latest;
  if (Math.abs(difference) <= TOLERATED_CLOCK_ERROR_MS) return [ok('Clock', 'this machine and the servers agree')];
  const direction = difference > 0 ? 'ahead of' : 'behind';
  const seconds = Math.round(Math.abs(difference) / 1000);
  return [
    failed(
      'Clock',
      `this machine is ${seconds} s ${direction} the servers`,
      'Synchronise the clocks (NTP): codes and certificates depend on them.',
    ),
  ];
}

function asFinding({ subject, state, detail, remedy }: serversV1.Finding): Finding {
  return { subject, state: state === 'ok' || state === 'warning' ? state : 'failed', detail, remedy };
}
