import type { CallContext } from '@countersign/rpc';
import { principalOf } from '../../../../platform/principal.ts';

/** The groups that whoever calls may see; undefined: everything. */
export function groupsOf(call: CallContext): readonly string[] | undefined {
  const scope = principalOf(call)?.administrator?.scope;
  return scope?.kind === 'groups' ? scope.groups : undefined;
}
