/** What an administrator can be allowed to do: object and verb. The roles and every screen of the console use these names. */
export const PERMISSIONS = [
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
  'radius.read',
  'radius.write',
  'radius.test',
  'sign_in.read',
  'fraud.review',
  'journal.read',
  'report.read',
  'settings.read',
  'settings.write',
  'message.write',
  'cluster.read',
  'cluster.promote',
  'server.activate',
  'admin.read',
  'admin.write',
  'approval.decide',
  'secret.export',
] as const;

/** See {@link PERMISSIONS}. */
export type Permission = (typeof PERMISSIONS)[number];

/** True when `value` is one of {@link PERMISSIONS}. */
export function isPermission(value: string): value is Permission {
  return (PERMISSIONS as readonly string[]).includes(value);
}
