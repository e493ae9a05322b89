import type { ApiClient } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { isSignedInStill } from './ongoing-session.ts';

const over = () => new ApiProblem({ code: 'sign_in_required', status: 401 });

function doorWith(...answers: (object | Error)[]) {
  const asked: unknown[][] = [];
  const send: ApiClient['send'] = async (...call) => {
    asked.push(call);
    const answer = answers.shift() ?? over();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { asked, send };
}

describe('a request that was refused for want of a session', () => {
  it('may have come with an id that a proof has replaced: then the browser has the new one', async () => {
    const door = doorWith({ level: 'full' });
    expect(await isSignedInStill(door, 0)).toBe(true);
    expect(door.asked).toEqual([['GET /api/session', { query: { quiet: 'true' } }, { isQuiet: true }]]);
  });

  it('waits a moment for the new id to arrive', async () => {
    expect(await isSignedInStill(doorWith(over(), { level: 'full' }), 0)).toBe(true);
  });

  it('means that the session is over when there is none, or only one that enrolls', async () => {
    expect(await isSignedInStill(doorWith(), 0)).toBe(false);
    expect(await isSignedInStill(doorWith({ level: 'enrolling' }, { level: 'enrolling' }), 0)).toBe(false);
  });
});
