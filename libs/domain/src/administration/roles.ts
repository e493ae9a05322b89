import { type Permission, PERMISSIONS } from './permission.ts';

/** The roles that every installation has. */
export const BUILT_IN_ROLES = [
  'owner',
  'administrator',
  'user_manager',
  'help_desk',
  'auditor',
  'operator',
  'approver',
] as const;

/** See {@link BUILT_IN_ROLES}. */
export type BuiltInRole = (typeof BUILT_IN_ROLES)[number];

/** What somebody with a role may do. Built-in roles are known by their id, custom ones by a uuid. */
export interface Role {
  readonly id: string;
  /** English for the built-in ones; pages translate those by id. */
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly isBuiltIn: boolean;
}

const USER_MANAGEMENT: readonly Permission[] = [
  'status.read',
  'user.read',
  'user.phone.read',
  'user.write',
  'user.block',
  'user.unlock',
  'user.bypass',
  'user.methods.reset',
  'user.delete',
  'user.export',
  'import.plan',
  'import.apply',
  'token.read',
  'token.write',
  'sign_in.read',
  'fraud.review',
];

const READING: readonly Permission[] = [
  'status.read',
  'user.read',
  'token.read',
  'radius.read',
  'sign_in.read',
  'journal.read',
  'report.read',
  'settings.read',
  'cluster.read',
  'admin.read',
];

const table = {
  owner: ['Owner', PERMISSIONS],
  administrator: ['Administrator', PERMISSIONS.filter((permission) => permission !== 'secret.export')],
  user_manager: ['User manager', USER_MANAGEMENT],
  help_desk: [
    'Help desk',
    ['status.read', 'user.read', 'user.unlock', 'user.bypass', 'user.methods.reset', 'sign_in.read'],
  ],
  auditor: ['Auditor', READING],
  operator: [
    'Operator',
    ['status.read', 'cluster.read', 'cluster.promote', 'server.activate', 'radius.read', 'radius.test', 'sign_in.read'],
  ],
  approver: ['Approver', ['approval.decide']],
} as const satisfies Record<BuiltInRole, readonly [string, readonly Permission[]]>;

/** The built-in roles with their permissions, the mightiest first. */
export const builtInRoles: readonly Role[] = BUILT_IN_ROLES.map((id) => ({
  id,
  name: table[id][0],
  permissions: new Set<Permission>(table[id][1]),
  isBuiltIn: true,
}));

/** The built-in role of this id; undefined for the id of a custom one. */
export function builtInRole(id: string): Role | undefined {
  return builtInRoles.find((role) => role.id === id);
}

/** Permissions that a scope of groups really narrows. A role with any other one reaches everything. */
const NARROWED: ReadonlySet<Permission> = new Set<Permission>(USER_MANAGEMENT);

/** True when every permission of the role stops at the border of a group. */
export function canBeNarrowed(permissions: ReadonlySet<Permission>): boolean {
  return [...permissions].every((permission) => NARROWED.has(permission));
}

/** The longest one-time bypass that somebody with the role may give, where the role has an own limit. */
export function longestBypassSeconds(roleId: string): number | undefined {
  return roleId === 'help_desk' ? 3600 : undefined;
}
