import { DomainError } from '@countersign/errors';
import type { Session } from './session.ts';

/**
 * Asks before a dangerous act; `--yes` answers. The person types the name of what is at stake, not just "y".
 *
 * @throws DomainError `invalid_request` when nobody can be asked, or the answer is another one
 */
export async function confirm(session: Session, question: string, name: string): Promise<void> {
  if (session.isYes) return;
  if (!session.prompt.isInteractive) {
    throw new DomainError('invalid_request', `${question} This needs a yes: repeat with --yes. Nothing was changed.`);
  }
  const answer = await session.prompt.ask(`${question} Type "${name}" to go on: `);
  if (answer.trim() !== name)
    throw new DomainError('invalid_request', 'The answer was another one. Nothing was changed.');
}
