import type { Command } from 'commander';
import type { Run } from '../../session.ts';
import { registerRadiusClientsAdd } from './add.ts';
import { registerRadiusClientsList } from './list.ts';
import { registerRadiusClientsManage } from './manage.ts';
import { registerRadiusClientsUpdate } from './update.ts';

/** `countersign radius-clients …` */
export function registerRadiusClients(program: Command, run: Run): void {
  const clients = program.command('radius-clients').description('RADIUS clients: VPNs and other systems that ask us');
  registerRadiusClientsAdd(clients, run);
  registerRadiusClientsList(clients, run);
  registerRadiusClientsUpdate(clients, run);
  registerRadiusClientsManage(clients, run);
}
