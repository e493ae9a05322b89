import type { Command } from 'commander';
import type { Run } from '../../session.ts';
import { registerServersActivate } from './activate.ts';
import { registerServersJoin } from './join.ts';
import { registerServersList } from './list.ts';
import { registerServersPromote } from './promote.ts';
import { registerServersRejoin } from './rejoin.ts';

/** `countersign servers …` */
export function registerServers(program: Command, run: Run): void {
  const servers = program.command('servers').description('Servers: master, subordinates, doors and workers');
  registerServersList(servers, run);
  registerServersPromote(servers, run);
  registerServersActivate(servers, run);
  registerServersJoin(servers, run);
  registerServersRejoin(servers, run);
}
