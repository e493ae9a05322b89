import type { SignInAnswer } from './sign-in-attempt.ts';

type StoredAnswer = [
  outcome: SignInAnswer['outcome'],
  handle: string,
  message: string,
  lifetimeSeconds: number,
  replyAttributes: readonly string[],
  authenticationId: string,
];

/** The text under which an answer is kept for repeats of its request. */
export function formatAnswer(answer: SignInAnswer): string {
  const stored: StoredAnswer = [
    answer.outcome,
    answer.handle,
    answer.message,
    answer.challengeLifetimeSeconds,
    answer.replyAttributes,
    answer.authenticationId,
  ];
  return JSON.stringify(stored);
}

/** Reads what {@link formatAnswer} wrote; only this server's kind writes there. */
export function parseAnswer(text: string): SignInAnswer {
  const [outcome, handle, message, challengeLifetimeSeconds, replyAttributes, authenticationId] = JSON.parse(
    text,
  ) as StoredAnswer;
  return { outcome, handle, message, challengeLifetimeSeconds, replyAttributes, authenticationId };
}
