import {
  type AnswerProblem,
  checkAnswers,
  type Language,
  normalizeAnswer,
  offeredQuestions,
} from '@countersign/domain';
import { DomainError, SecretBytes } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { changeOwn } from './factor-change.ts';
import { forbidden } from './manage-methods.use-case.ts';
import { personOf, requireProof } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** An answer as it was typed. */
export interface TypedAnswer {
  readonly questionId: string;
  readonly answer: string;
}

/** The questions on offer, and which of them have an answer. */
export interface OwnQuestions {
  readonly questions: readonly { readonly id: string; readonly text: string; readonly isAnswered: boolean }[];
  readonly wanted: number;
  readonly minimumLength: number;
  readonly answeredAt: number;
}

const TRIES = 10;
const TRIES_WINDOW_SECONDS = 900;

/** Security questions of the person who asks. Answers are kept as slow hashes and never shown again. */
export class SecurityQuestions {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  async get(language: Language, context: CommandContext): Promise<OwnQuestions> {
    const { settings, store } = this.#with;
    const { questions } = settings.current().portal;
    const facts = await store.facts(personOf(context).userId);
    return {
      questions: offeredQuestions(questions).map(({ id, texts }) => ({
        id,
        text: texts[language],
        isAnswered: facts.answeredQuestions.includes(id),
      })),
      wanted: questions.count,
      minimumLength: questions.minimumLength,
      answeredAt: facts.answeredAt,
    };
  }

  /** @returns what is wrong with the answers; empty: they are stored in place of all earlier ones */
  async set(answers: readonly TypedAnswer[], context: CommandContext): Promise<readonly AnswerProblem[]> {
    const { settings, store, finder, pending } = this.#with;
    const { questions } = settings.current().portal;
    if (questions.count === 0) throw forbidden('answer security questions');
    const user = await finder.find(personOf(context).userId, undefined);
    requireProof(context, user);
    const rules = {
      wanted: questions.count,
      minimumLength: questions.minimumLength,
      offered: offeredQuestions(questions),
    };
    const problems = checkAnswers(answers, rules);
    if (problems.length > 0) return problems;
    // Every answer costs a slow hash.
    const tries = await pending.countTry(user.id, 'answers', TRIES_WINDOW_SECONDS);
    if (tries > TRIES) {
      throw new DomainError('attempts_throttled', 'The answers were changed many times: wait a while.', {
        retryAfterSeconds: TRIES_WINDOW_SECONDS,
      });
    }
    const hashed = await this.#hashes(user.id, answers);
    await changeOwn(this.#with, context, {}, async (tx) => {
      await store.replaceAnswers(tx, user.id, hashed, context.now);
      return {
        result: {},
        entry: { action: 'security_questions_set', details: { questions: hashed.map(({ questionId }) => questionId) } },
        notice: { event: 'questions_set', what: { en: '', fr: '' } },
      };
    });
    return [];
  }

  async #hashes(userId: string, answers: readonly TypedAnswer[]) {
    const hashed: { questionId: string; hash: string }[] = [];
    for (const { questionId, answer } of answers) {
      const secret = SecretBytes.fromText(`${questionId}\n${normalizeAnswer(answer)}`);
      hashed.push({ questionId, hash: await this.#with.hasher.hash({ kind: 'answer', userId, secret }) });
    }
    return hashed;
  }
}
