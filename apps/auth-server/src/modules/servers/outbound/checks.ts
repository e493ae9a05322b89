import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import type { RedisConnection } from '../../../outbound/redis/redis-connection.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database.ts';
import type { Directory } from '../../directory/index.ts';
import type { JournalBacklog } from '../../journal/index.ts';
import type { UnsafeRadiusClients } from '../../relying-parties/index.ts';
import type { Check, Finding } from '../application/ports/check.ts';

const LARGEST_CLOCK_ERROR_MILLISECONDS = 2000;
const WARNING_DAYS = 7;
const DAY_MILLISECONDS = 86_400_000;
const BACKLOG_WARNING = 10_000;
const FULL_SHARE = 0.75;

/** Postgres: is there a master, do the copies follow. */
export function databaseCheck(database: Database): Check {
  return {
    subject: 'database',
    run: async () => {
      const mode = database.mode();
      const remedy = 'Sign-ins go on. Start the master again, or `countersign servers promote` a subordinate.';
      const found: Finding =
        mode.kind === 'normal'
          ? ok('database', `${mode.primary ?? ''} is the master (timeline ${mode.epoch})`)
          : finding(
              'database',
              'failed',
              `${mode.kind.replace('_', ' ')}: ${mode.reason.replaceAll('_', ' ')}`,
              remedy,
            );
      const nodes = database.nodes().map((node) => {
        const subject = `database ${node.address.name}`;
        if (node.role === 'down') return finding(subject, 'failed', node.problem, 'Start it and check the network.');
        if (node.role === 'fenced') {
          const advice = `\`countersign servers rejoin ${node.address.name}\` makes it a copy of the master again.`;
          return finding(subject, 'warning', 'an old master on a timeline that is over', advice);
        }
        return ok(subject, node.role === 'replica' ? `replica, ${node.lagBytes ?? 0} bytes behind` : node.role);
      });
      return [found, ...nodes];
    },
  };
}

/** What the client says about a lost connection is about the client; the operator needs to hear of Redis. */
async function answerOf<T>(command: Promise<T>): Promise<T | undefined> {
  return await command.catch(() => undefined);
}

function withoutRedis(subject: string): Finding {
  return finding(subject, 'failed', 'cannot be told while Redis does not answer', 'Start Redis first.');
}

/** Redis: does it answer, does it keep what it is told, does it have room. */
export function redisCheck(redis: RedisConnection): Check {
  return {
    subject: 'redis',
    run: async () => {
      const { client } = redis;
      const info = await answerOf(client.info());
      if (info === undefined) {
        const advice = 'Start it and check the network; until it answers, nobody can sign in.';
        return [finding('redis', 'failed', 'does not answer', advice)];
      }
      const value = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
      const most = Number(value('maxmemory'));
      const used = Number(value('used_memory'));
      const findings = [ok('redis', `${value('redis_version')}, ${value('used_memory_human')} in use`)];
      if (value('aof_enabled') !== '1') {
        const advice = 'Set `appendonly yes`: otherwise a restart forgets which codes were used.';
        findings.push(finding('redis persistence', 'warning', 'the append-only file is off', advice));
      }
      if (value('maxmemory_policy') !== 'noeviction') {
        const advice = 'Set `maxmemory-policy noeviction`: otherwise Redis drops used codes when memory is short.';
        findings.push(finding('redis eviction', 'failed', `the policy is ${value('maxmemory_policy')}`, advice));
      }
      if (most > 0 && used / most > FULL_SHARE) {
        findings.push(
          finding('redis memory', 'warning', `${Math.round((100 * used) / most)} % in use`, 'Give it more.'),
        );
      }
      return findings;
    },
  };
}

/** The clocks of this server and of Redis: codes are judged by the latter. */
export function clockCheck(redis: RedisConnection, clock: Clock): Check {
  return {
    subject: 'clock',
    run: async () => {
      const time = await answerOf(redis.client.time());
      if (time === undefined) return [withoutRedis('clock')];
      const [seconds, microseconds] = time;
      const error = Math.abs(clock.now() - (Number(seconds) * 1000 + Number(microseconds) / 1000));
      return error <= LARGEST_CLOCK_ERROR_MILLISECONDS
        ? [ok('clock', `within ${Math.ceil(error)} ms of Redis`)]
        : [
            finding(
              'clock',
              'warning',
              `${Math.round(error / 1000)} s away from Redis`,
              'Set up time synchronisation.',
            ),
          ];
    },
  };
}

/** The journal: does it arrive in Postgres. */
export function journalCheck(backlog: JournalBacklog): Check {
  return {
    subject: 'journal',
    run: async () => {
      const waiting = await backlog.count(BACKLOG_WARNING);
      if (waiting < BACKLOG_WARNING) return [ok('journal', `${waiting} entries wait for Postgres`)];
      const detail = `${waiting} entries or more wait for Postgres`;
      return [finding('journal', 'warning', detail, 'They are drained when there is a master.')];
    },
  };
}

/** A certificate file: how long it lasts. */
export function certificateCheck(file: string, clock: Clock): Check {
  return {
    subject: 'certificate',
    run: async () => {
      const { validTo } = new X509Certificate(readFileSync(file));
      const days = Math.floor((Date.parse(validTo) - clock.now()) / DAY_MILLISECONDS);
      const advice = 'Issue a new one; it is read again without a restart.';
      return days >= WARNING_DAYS
        ? [ok('certificate', `valid for ${days} days`)]
        : [finding('certificate', days < 0 ? 'failed' : 'warning', `ends on ${validTo}`, advice)];
    },
  };
}

/** RADIUS clients that may send unsigned requests: for as long as one may, this stays (RFC 3579, CVE-2024-3596). */
export function radiusClientCheck(unsafe: UnsafeRadiusClients): Check {
  return {
    subject: 'RADIUS clients',
    run: async () => {
      const advice = 'Let it sign, then `countersign radius-clients update … --require-message-authenticator yes`.';
      const found = unsafe().map(({ name, problem }) => finding(`RADIUS client ${name}`, 'warning', problem, advice));
      return found.length > 0 ? found : [ok('RADIUS clients', 'all must sign their requests')];
    },
  };
}

/** The directory's servers, as the background probe last saw them. */
export function directoryCheck(directory: Directory): Check {
  return {
    subject: 'directory',
    run: async () => {
      const servers = directory.status();
      if (servers.length === 0) return [ok('directory', 'none is configured')];
      return servers.map((server) =>
        server.isUp
          ? ok(`directory ${server.url}`, 'answers')
          : finding(`directory ${server.url}`, 'failed', server.problem ?? '', 'Check the server and its certificate.'),
      );
    },
  };
}

function ok(subject: string, detail: string): Finding {
  return finding(subject, 'ok', detail, '');
}

function finding(subject: string, state: Finding['state'], detail: string, remedy: string): Finding {
  return { subject, state, detail, remedy };
}
