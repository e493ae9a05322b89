import { serversV1 } from '@countersign/contracts';
import { isDomainError } from '@countersign/errors';
import { problemOf } from '../../output/problem.ts';
import type { Session } from '../../session.ts';
import { failed, type Finding, ok } from './finding.ts';

const TOLERATED_CLOCK_ERROR_MS = 20_000;

/** What the servers say about themselves, and whether their clock is ours. */
export async function checkCore({ core, now }: Session): Promise<readonly Finding[]> {
  try {
    const client = await core.service(serversV1.ServerAdministrationServiceDefinition);
    const { findings } = await client.diagnose({}, core.reading());
    const list = await client.listServers({}, core.reading());
    return [...findings.map(asFinding), ...checkClock(list.servers, now())];
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const { what, whatToDo } = problemOf(error, '');
    return [failed('Core', what, whatToDo)];
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
