import type { Language } from '../users/user.ts';

/** A question in every language. */
export type QuestionTexts = Readonly<Record<Language, string>>;

/** A question on offer. */
export interface SecurityQuestion {
  readonly id: string;
  readonly texts: QuestionTexts;
}

/** The questions that come with the product. Their answers are rarely found in public. */
export const BUILT_IN_QUESTIONS = {
  first_concert: { en: 'What was the first concert you went to?', fr: 'Quel a été votre premier concert ?' },
  childhood_friend: {
    en: 'What was the first name of your best friend when you were ten?',
    fr: 'Quel était le prénom de votre meilleur ami à dix ans ?',
  },
  first_teacher: {
    en: 'What was the name of your first teacher?',
    fr: 'Quel était le nom de votre première institutrice ou de votre premier instituteur ?',
  },
  first_street: {
    en: 'In which street did you live when you first went to school?',
    fr: 'Dans quelle rue habitiez-vous à votre entrée à l’école ?',
  },
  childhood_dish: { en: 'Which dish did you dislike as a child?', fr: 'Quel plat n’aimiez-vous pas enfant ?' },
  first_holiday: {
    en: 'Where did you spend the first holiday you remember?',
    fr: 'Où avez-vous passé les premières vacances dont vous vous souvenez ?',
  },
  first_toy: { en: 'What was your favourite toy called?', fr: 'Comment s’appelait votre jouet préféré ?' },
  first_job: {
    en: 'In which town did you have your first job?',
    fr: 'Dans quelle ville avez-vous eu votre premier emploi ?',
  },
  dream_job: { en: 'What did you want to become as a child?', fr: 'Que vouliez-vous devenir enfant ?' },
  first_book: {
    en: 'Which was the first book that you read twice?',
    fr: 'Quel est le premier livre que vous avez lu deux fois ?',
  },
} as const satisfies Record<string, QuestionTexts>;

const QUESTION_ID = /^[a-z0-9_]{1,40}$/;
const LONGEST_ANSWER = 200;

/** Reads "id|English|français", a question of the company; undefined: it is none. */
export function parseOwnQuestion(text: string): SecurityQuestion | undefined {
  const [id = '', en = '', fr = '', ...rest] = text.split('|').map((part) => part.trim());
  const isWhole = QUESTION_ID.test(id) && en !== '' && fr !== '' && rest.length === 0 && text.length <= 400;
  return isWhole && !/\p{C}/u.test(text) ? { id, texts: { en, fr } } : undefined;
}

/** The questions on offer, in the company's order; an id that no question has is left out. */
export function offeredQuestions(settings: {
  readonly offered: readonly string[];
  readonly own: readonly string[];
}): readonly SecurityQuestion[] {
  const own = settings.own.flatMap((text) => parseOwnQuestion(text) ?? []);
  const known = new Map<string, SecurityQuestion>([
    ...Object.entries(BUILT_IN_QUESTIONS).map(([id, texts]) => [id, { id, texts }] as const),
    ...own.map((question) => [question.id, question] as const),
  ]);
  const ids = new Set([...settings.offered, ...own.map(({ id }) => id)]);
  return [...ids].flatMap((id) => known.get(id) ?? []);
}

/** The form in which answers are compared: without accents, capitals, signs and doubled spaces. */
export function normalizeAnswer(answer: string): string {
  return answer
    .slice(0, LONGEST_ANSWER)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What is wrong with a set of answers, by the id of the question; `answers` is about all of them. */
export interface AnswerProblem {
  readonly questionId: string;
  readonly code: 'too_short' | 'same_answer' | 'unknown_question' | 'answered_twice' | 'too_few' | 'part_of_question';
}

/** Everything that is wrong with the answers; empty: they are good. */
export function checkAnswers(
  answers: readonly { readonly questionId: string; readonly answer: string }[],
  rules: { readonly wanted: number; readonly minimumLength: number; readonly offered: readonly SecurityQuestion[] },
): readonly AnswerProblem[] {
  const problems: AnswerProblem[] = [];
  const seenIds = new Set<string>();
  const seenAnswers = new Set<string>();
  if (answers.length !== rules.wanted) problems.push({ questionId: '', code: 'too_few' });
  for (const { questionId, answer } of answers) {
    const code = problemOf(questionId, normalizeAnswer(answer), { seenIds, seenAnswers, ...rules });
    if (code !== undefined) problems.push({ questionId, code });
    seenIds.add(questionId);
    seenAnswers.add(normalizeAnswer(answer));
  }
  return problems;
}

function problemOf(
  questionId: string,
  normal: string,
  known: {
    readonly seenIds: ReadonlySet<string>;
    readonly seenAnswers: ReadonlySet<string>;
    readonly minimumLength: number;
    readonly offered: readonly SecurityQuestion[];
  },
): AnswerProblem['code'] | undefined {
  const question = known.offered.find(({ id }) => id === questionId);
  if (question === undefined) return 'unknown_question';
  if (known.seenIds.has(questionId)) return 'answered_twice';
  if (normal.length < known.minimumLength) return 'too_short';
  if (known.seenAnswers.has(normal)) return 'same_answer';
  const texts = Object.values(question.texts).map(normalizeAnswer);
  return texts.some((text) => ` ${text} `.includes(` ${normal} `)) ? 'part_of_question' : undefined;
}
