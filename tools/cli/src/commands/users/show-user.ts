import type { usersV1 } from '@countersign/contracts';
import { ago, instant, yesNo } from '../../output/format.ts';
import type { Output } from '../../output/output.ts';

/** A user on the screen: facts, then authenticators. */
export function showUser(output: Output, user: usersV1.User, now: number): void {
  output.facts([
    ['User name', user.userName],
    ['Id', user.id],
    ['Also known as', user.aliases.join(', ')],
    ['Name', [user.firstName, user.lastName].filter((each) => each !== '').join(' ')],
    ['Mail', user.mail],
    ['Description', user.description],
    ['Enabled', yesNo(user.isEnabled)],
    ['Standing', standingOf(user, now)],
    ['Groups', user.groups.join(', ')],
    ['Tags', user.tags.join(', ')],
    ['Languages', languagesOf(user)],
    ['Default method', user.defaultMethod],
    ['Local password', yesNo(user.hasPassword)],
    ['PIN', pinOf(user)],
    ['Created', instant(user.createdAtMilliseconds)],
    ['Version', String(user.version)],
  ]);
  output.line();
  output.table(
    ['authenticator', 'kind', 'state', 'detail', 'last used', 'id'],
    user.authenticators.map((each) => [
      each.name,
      each.kind,
      each.state,
      each.phone || each.serialNumber || (each.kind === 'recovery_codes' ? `${each.recoveryCodesLeft} left` : ''),
      ago(each.lastUsedAtMilliseconds, now),
      each.id,
    ]),
    'No authenticators: add one with `countersign authenticators add-totp`.',
  );
}

/** Blocked, locked, with a bypass, or nothing of it, in words. */
export function standingOf({ standing, isEnabled }: usersV1.User, now: number): string {
  const words: string[] = isEnabled ? [] : ['disabled'];
  if (standing === undefined) return [...words, 'unknown (Redis did not answer)'].join(', ');
  if (standing.isBlocked) {
    const until = instant(standing.blockedUntilMilliseconds);
    words.push(
      `blocked${until === '' ? '' : ` until ${until}`}${standing.blockReason === '' ? '' : ` (${standing.blockReason})`}`,
    );
  }
  if (standing.lockedUntilMilliseconds > now)
    words.push(`locked out until ${instant(standing.lockedUntilMilliseconds)}`);
  if (standing.bypassUntilMilliseconds > now) words.push(`bypass until ${instant(standing.bypassUntilMilliseconds)}`);
  if (standing.failedAttempts > 0) words.push(`${standing.failedAttempts} failed attempts`);
  return words.join(', ') || 'ok';
}

function languagesOf(user: usersV1.User): string {
  return Object.entries(user.languages)
    .map(([channel, language]) => `${channel}=${language}`)
    .join(', ');
}

function pinOf(user: usersV1.User): string {
  if (!user.hasPin) return 'no';
  const words = ['yes'];
  if (user.isPinChangeRequired) words.push('must be changed');
  if (user.isOathPinMode) words.push('OATH codes are entered as PIN followed by code');
  return words.join(', ');
}
