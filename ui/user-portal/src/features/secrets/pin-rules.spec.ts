import { stateOfRule } from './pin-rules.ts';

const rule = (code: string, limit = 0, isLive = true) => ({ code, limit, isLive });

describe('a rule for PINs while somebody types', () => {
  it.each([
    ['too_short', 4, '123', 'broken'],
    ['too_short', 4, '1357', 'kept'],
    ['too_long', 6, '1234567', 'broken'],
    ['same_digits', 0, '7777', 'broken'],
    ['same_digits', 0, '7778', 'kept'],
    ['sequential_digits', 0, '3456', 'broken'],
    ['sequential_digits', 0, '9876', 'broken'],
    ['sequential_digits', 0, '1357', 'kept'],
    ['part_of_phone_number', 0, '991234', 'broken'],
    ['not_digits', 0, '12a4', 'broken'],
  ])('%s (%i): %s is %s', (code, limit, pin, expected) => {
    expect(stateOfRule(rule(code, limit), pin, ['1234'])).toBe(expected);
  });

  it('says nothing before anything is typed, nor about what only the server knows', () => {
    expect(stateOfRule(rule('too_short', 4), '', [])).toBe('later');
    expect(stateOfRule(rule('used_recently', 0, false), '1357', [])).toBe('later');
    expect(stateOfRule(rule('made_up_later'), '1357', [])).toBe('later');
  });
});
