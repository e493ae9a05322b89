import { InitialSchema1764000000000 } from './0001-initial-schema.ts';

/** All migrations, oldest first. A migration never imports a record: records change, migrations do not. */
export const MIGRATIONS = [InitialSchema1764000000000] as const;
