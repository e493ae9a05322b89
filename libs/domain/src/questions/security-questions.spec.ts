import { describe, expect, it } from '@jest/globals';
import { checkAnswers, normalizeAnswer, offeredQuestions, parseOwnQuestion } from './security-questions.ts';

const offered = offeredQuestions({
  offered: ['first_job', 'first_toy', 'gone'],
  own: ['badge|Which badge?|Quel badge ?'],
});
const rules = { wanted: 2, minimumLength: 3, offered };
const codes = (...answers: readonly (readonly [string, string])[]) =>
  checkAnswers(
    answers.map(([questionId, answer]) => ({ questionId, answer })),
    rules,
  ).map(({ code }) => code);

describe('security questions', () => {
  it('are offered in the order of the company, then its own; an unknown id is left out', () => {
    expect(offered.map(({ id }) => id)).toEqual(['first_job', 'first_toy', 'badge']);
  });

  it.each(['', 'a|b', 'A|en|fr', 'id|en|', 'id|en|fr|more', 'id|e\u0000n|fr'])('is not %j', (text) => {
    expect(parseOwnQuestion(text)).toBeUndefined();
  });

  it.each([
    ['  Saint-Étienne ', 'saint etienne'],
    ['SAINT ETIENNE', 'saint etienne'],
    ['Ａｂｃ', 'abc'],
    ['…', ''],
  ])('compare %j as %j', (typed, normal) => {
    expect(normalizeAnswer(typed)).toBe(normal);
  });

  it('take different answers of some length to different questions', () => {
    expect(codes(['first_job', 'Lyon'], ['first_toy', 'Bunny'])).toEqual([]);
    expect(codes(['first_job', 'Lyon'])).toEqual(['too_few']);
    expect(codes(['first_job', 'Lyon'], ['first_toy', ' lyon!'])).toEqual(['same_answer']);
    expect(codes(['first_job', 'Lyon'], ['first_job', 'Paris'])).toEqual(['answered_twice']);
    expect(codes(['first_job', 'ab'], ['gone', 'Paris'])).toEqual(['too_short', 'unknown_question']);
    expect(codes(['first_job', 'town'], ['first_toy', 'Bunny'])).toEqual(['part_of_question']);
  });
});
