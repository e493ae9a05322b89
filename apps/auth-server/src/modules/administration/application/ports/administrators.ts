import type { RightsHolder } from '@countersign/domain';
import type { AdministratorRights } from '../../../../platform/principal.ts';

/** DI token of the {@link Administrators}. */
export const ADMINISTRATORS = Symbol('ADMINISTRATORS');

/** What users may do in the console, from the master while it is there. */
export interface Administrators {
  /** As of this moment; undefined: nothing, because there is no role, it is suspended, or the user is disabled. */
  find(userId: string): Promise<AdministratorRights | undefined>;
  /** What was given to the user, in force or not; undefined: no administrator. Rules about the person go by this. */
  assigned(userId: string): Promise<RightsHolder | undefined>;
}
