import { builtInRole, type Role } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CustomRole } from './ports/administrator-repository.ts';

/** @throws DomainError `not_found` */
export function roleAmong(id: string, custom: readonly CustomRole[]): Role {
  const builtIn = builtInRole(id);
  if (builtIn !== undefined) return builtIn;
  const role = custom.find((each) => each.id === id);
  if (role === undefined) throw new DomainError('not_found', 'There is no such role.', { field: 'role_id' });
  return { id: role.id, name: role.name, permissions: role.permissions, isBuiltIn: false };
}
