import type { Command } from 'commander';
import type { Run } from '../../session.ts';
import { registerAdministratorsAdd } from './add.ts';
import { registerAdministratorsList } from './list.ts';
import { registerAdministratorsRemove } from './remove.ts';
import { registerAdministratorsReset } from './reset.ts';

/** `countersign administrators …` */
export function registerAdministrators(program: Command, run: Run): void {
  const administrators = program
    .command('administrators')
    .description('Administrators: who may do what in the console, and the way back in when nobody can');
  registerAdministratorsList(administrators, run);
  registerAdministratorsAdd(administrators, run);
  registerAdministratorsRemove(administrators, run);
  registerAdministratorsReset(administrators, run);
}
