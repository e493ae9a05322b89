import type { Command } from 'commander';
import type { Run } from '../../session.ts';
import { registerUsersAdd } from './add.ts';
import { registerUsersImport } from './import.ts';
import { registerUsersList } from './list.ts';
import { registerUsersRemove } from './remove.ts';
import { registerUsersSecrets } from './secrets.ts';
import { registerUsersShow } from './show.ts';
import { registerUsersStandings } from './standings.ts';
import { registerUsersUpdate } from './update.ts';

/** `countersign users …` */
export function registerUsers(program: Command, run: Run): void {
  const users = program.command('users').description('Users: who may sign in, and how they stand');
  registerUsersAdd(users, run);
  registerUsersList(users, run);
  registerUsersShow(users, run);
  registerUsersUpdate(users, run);
  registerUsersStandings(users, run);
  registerUsersSecrets(users, run);
  registerUsersImport(users, run);
  registerUsersRemove(users, run);
}
