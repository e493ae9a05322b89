import { ApiProblem } from '../api/problem.ts';
import { Asks } from './asks.ts';

const problem = (code: string) => new ApiProblem({ code, status: 403 });

describe('questions that requests open', () => {
  it('are one for all that wait, and one answer serves them all', async () => {
    const asks = new Asks();
    const both = Promise.all([asks.ask('proof', problem('a')), asks.ask('proof', problem('b'))]);
    expect(asks.current()?.problem.code).toBe('a');
    asks.answer(true);
    expect(await both).toEqual([true, true]);
    expect(asks.current()).toBeUndefined();
  });

  it('give way to the end of the session', () => {
    const asks = new Asks();
    void asks.ask('proof', problem('a'));
    void asks.ask('sign_in', problem('b'));
    expect(asks.current()?.kind).toBe('sign_in');
  });
});
