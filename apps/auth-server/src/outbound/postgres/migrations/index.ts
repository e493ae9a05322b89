import { InitialSchema1764000000000 } from './0001-initial-schema.ts';
import { Administrators1764000003000 } from './0003-administrators.ts';
import { UsersAtScale1764000004000 } from './0004-users-at-scale.ts';
import { SelfService1764000005000 } from './0005-self-service.ts';
import { Operations1764000006000 } from './0006-operations.ts';
import { SettingsHistory1764000007000 } from './0007-settings-history.ts';
import { TokenList1764000008000 } from './0008-token-list.ts';

/** All migrations, oldest first. A migration never imports a record: records change, migrations do not. */
export const MIGRATIONS = [
  InitialSchema1764000000000,
  Administrators1764000003000,
  UsersAtScale1764000004000,
  SelfService1764000005000,
  Operations1764000006000,
  SettingsHistory1764000007000,
  TokenList1764000008000,
] as const;
