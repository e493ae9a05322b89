import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatAnswer, parseAnswer } from './stored-answer.ts';

describe('an answer that is kept for repeats', () => {
  it('comes back as it was, whatever is in it', () => {
    const answers = fc.record({
      outcome: fc.constantFrom('accepted', 'rejected', 'challenged', 'in_progress'),
      handle: fc.string(),
      message: fc.string({ unit: 'binary' }),
      challengeLifetimeSeconds: fc.nat(),
      replyAttributes: fc.array(fc.string()),
      authenticationId: fc.uuid(),
    });
    fc.assert(
      fc.property(answers, (answer) => {
        expect(parseAnswer(formatAnswer(answer))).toEqual(answer);
        // Nothing that is kept may look like the mark of a request that is being worked on.
        expect(formatAnswer(answer).startsWith('pending:')).toBe(false);
        expect(formatAnswer(answer)).not.toBe('');
      }),
    );
  });
});
