import { expect, it } from '@jest/globals';
import { EventHub } from './event-hub.ts';
import { followSession } from './follow-session.ts';

it('tells once that the session ended, whatever else happens, and goes on', async () => {
  const abort = new AbortController();
  const hub = new EventHub();
  let isOver = false;
  let asked = 0;
  const events = followSession(hub.subscribe(abort.signal), {
    isOver: () => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('no server answers')) : Promise.resolve(isOver);
    },
    everyMilliseconds: 1,
    signal: abort.signal,
  });
  const first = events.next();
  hub.publish({ event: 'state', data: 1 });
  expect(await first).toMatchObject({ value: { event: 'state' } });
  const second = events.next();
  isOver = true;
  expect(await second).toEqual({ done: false, value: { event: 'session', data: { ended: true } } });
  const third = events.next();
  hub.publish({ event: 'state', data: 2 });
  expect(await third).toMatchObject({ value: { event: 'state', data: 2 } });
  abort.abort();
  expect(await events.next()).toMatchObject({ done: true });
});
