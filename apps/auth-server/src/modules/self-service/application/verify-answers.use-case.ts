import { normalizeAnswer } from '@countersign/domain';
import { SecretBytes } from '@countersign/errors';
import type { TypedAnswer } from './security-questions.use-case.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** Most answers that are looked at in one go: each costs a slow hash. */
const MOST_ANSWERS = 5;

/** DI token of the {@link VerifyAnswers}. */
export const SECURITY_ANSWERS = Symbol('SECURITY_ANSWERS');

/** How many of somebody's security questions were answered rightly, for the way into the portal without a method. */
export class VerifyAnswers {
  readonly #with: Pick<SelfServiceDependencies, 'store' | 'hasher' | 'settings'>;

  constructor(dependencies: Pick<SelfServiceDependencies, 'store' | 'hasher' | 'settings'>) {
    this.#with = dependencies;
  }

  /** Which questions somebody answered; empty for nobody and where questions are no way in. */
  async questionsOf(userId: string): Promise<readonly string[]> {
    const { questions } = this.#with.settings.current().portal;
    if (!questions.isFallback) return [];
    return [...(await this.#with.store.answers(userId)).keys()].sort();
  }

  /** True when enough answers are right. The work is the same whatever is stored; whoever calls counts the tries. */
  async execute(userId: string, answers: readonly TypedAnswer[]): Promise<boolean> {
    const { store, hasher, settings } = this.#with;
    const { questions } = settings.current().portal;
    const stored = await store.answers(userId);
    const different = new Map(answers.slice(0, MOST_ANSWERS).map((each) => [each.questionId, each.answer]));
    let right = 0;
    for (const [questionId, answer] of different) {
      const secret = SecretBytes.fromText(`${questionId}\n${normalizeAnswer(answer)}`);
      if (await hasher.verify({ kind: 'answer', userId, secret }, stored.get(questionId))) right += 1;
    }
    return questions.isFallback && right >= Math.max(1, questions.right);
  }
}
