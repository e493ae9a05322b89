import { describe, expect, it } from '@jest/globals';
import { defaultRelyingPartyPolicy, type RelyingPartyPolicy } from '@countersign/domain';
import { timeoutAdvice } from './timeout-advice.ts';

const policy = (over: Partial<RelyingPartyPolicy>): RelyingPartyPolicy => ({ ...defaultRelyingPartyPolicy, ...over });
const quiet = { retransmissions: 0, longestRetransmissionMilliseconds: 0, retransmissionMilliseconds: 0 };
const kinds = (seconds: number, over: Partial<RelyingPartyPolicy>, traffic = quiet) =>
  timeoutAdvice({ nasDeadlineSeconds: seconds, policy: policy(over) }, traffic).map(({ kind, need }) =>
    need === '' ? kind : `${kind} ${need}`,
  );

describe('timeoutAdvice', () => {
  it.each([
    [10, { allowedMethods: ['text_message'] }, ['too_short text_message']],
    [10, { allowedMethods: ['totp', 'text_message'] }, ['too_short text_message', 'too_short totp']],
    [30, { allowedMethods: ['totp', 'text_message'] }, ['too_short text_message']],
    [60, { allowedMethods: ['totp', 'text_message'] }, ['fits']],
    [5, { codeEntry: 'concatenated', allowedMethods: ['totp'] }, ['fits']],
    [5, { codeEntry: 'concatenated', passwordSource: 'directory', allowedMethods: ['totp'] }, ['too_short directory']],
  ] as const)('a client that waits %i s with %j: %j', (seconds, over, advice) => {
    expect(kinds(seconds, over)).toEqual(advice);
  });

  it('learns from repeats that the client waits longer than it is said to, and that it repeats often', () => {
    const traffic = { retransmissions: 9, longestRetransmissionMilliseconds: 70_000, retransmissionMilliseconds: 1000 };
    expect(kinds(60, { allowedMethods: ['totp'] }, traffic)).toEqual(['fits', 'waits_longer', 'repeats_often']);
  });
});
