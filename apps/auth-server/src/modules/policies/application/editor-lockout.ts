import { companySettings, type CompanySettings } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Transaction } from '../../../platform/database.ts';
import type { EditorFactors } from './ports/settings-history.ts';
import type { StoredSettings } from './ports/settings-repository.ts';

/** What {@link refuseEditorLockout} asks. */
export interface EditorLockoutDependencies {
  readonly editors: EditorFactors;
  /** Whether this installation has a directory that could check passwords. */
  readonly hasDirectory: boolean;
}

/**
 * Refuses a change after which the person who makes it could not sign in to the console any more.
 * @throws DomainError `not_allowed`
 */
export async function refuseEditorLockout(
  tx: Transaction,
  stored: StoredSettings,
  changed: ReadonlySet<string>,
  { principal }: CommandContext,
  dependencies: EditorLockoutDependencies,
): Promise<void> {
  const after = companySettings(stored);
  const { passwordSource } = after.sessions;
  const isSourceNew = changed.has('sessions.password_source');
  if (isSourceNew && passwordSource === 'directory' && !dependencies.hasDirectory) {
    throw refusal('sessions.password_source', 'No directory is configured: nobody could sign in to our own pages.');
  }
  if (principal === undefined) return;
  if (changed.has('methods.allowed') && !(await keepsMethod(tx, after, principal.userId, dependencies))) {
    throw refusal(
      'methods.allowed',
      'You would have no method left to sign in with: keep one of your own, or add one first.',
    );
  }
  const isLocalNow = isSourceNew && passwordSource === 'local';
  if (isLocalNow && !(await dependencies.editors.hasLocalPassword(tx, principal.userId))) {
    throw refusal('sessions.password_source', 'You have no password here: set one first, or you could not sign in.');
  }
}

async function keepsMethod(
  tx: Transaction,
  { allowedMethods }: CompanySettings,
  userId: string,
  { editors }: EditorLockoutDependencies,
): Promise<boolean> {
  const own = await editors.methodsOf(tx, userId);
  return own.some((method) => allowedMethods.includes(method));
}

function refusal(field: string, message: string): DomainError {
  return new DomainError('not_allowed', message, { field });
}
