import { createHash } from 'node:crypto';
import { DomainError } from '@countersign/errors';
import type { Setup } from './ports/setup-store.ts';

/** With an administrator in place, whoever began has this long to go on; then only the console is left. */
const SESSION_MILLISECONDS = 24 * 3_600_000;

/** Hexadecimal SHA-256; enough for 256 random bits. */
export function digest(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** True once there is nothing left to set up: for ever. */
export function isClosed(setup: Setup, now: number): boolean {
  if (setup.isComplete) return true;
  if (!setup.hasAdministrator) return false;
  // Made on the command line, or left before the end: nobody begins anew from a web page.
  return setup.sessionHash === undefined || now - setup.sessionStartedAt > SESSION_MILLISECONDS;
}

/** @throws DomainError `not_found` once set-up is closed */
export function demandOpen(setup: Setup, now: number): void {
  if (isClosed(setup, now)) throw new DomainError('not_found', 'This installation is set up already.');
}

/** True for the browser that exchanged the token. */
export function isAuthorized(setup: Setup, session: string | undefined): boolean {
  return session !== undefined && setup.sessionHash !== undefined && digest(session) === setup.sessionHash;
}

/** @throws DomainError `not_found` once set-up is closed, `sign_in_required` for another browser */
export function demandSession(setup: Setup, session: string | undefined, now: number): string {
  demandOpen(setup, now);
  if (session !== undefined && isAuthorized(setup, session)) return session;
  throw new DomainError('sign_in_required', 'Type the set-up token first. `countersign setup token` makes a new one.');
}
