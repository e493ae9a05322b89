import type { ApiAnswer } from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';

/** A token of the list. */
export type Token = ApiAnswer<ConsoleApi['GET /api/tokens']>['items'][number];
/** What became of a file, or would. */
export type Imported = ApiAnswer<ConsoleApi['POST /api/tokens/import']>;

/** How people call a token: by its serial number, or by its name where it has none. */
export function labelOf({ serialNumber, name, id }: Token): string {
  return serialNumber || name || id;
}
