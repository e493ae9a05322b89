import { describe, expect, it } from '@jest/globals';
import { EventHub } from './event-hub.ts';

describe('EventHub', () => {
  it('hands every event to everybody, and forgets who left', async () => {
    const hub = new EventHub();
    const abort = new AbortController();
    const [one, other] = [hub.subscribe(abort.signal), hub.subscribe(abort.signal)];
    const firsts = [one.next(), other.next()];
    hub.publish({ event: 'state', data: 1 });
    expect(await Promise.all(firsts)).toEqual([1, 1].map((data) => ({ done: false, value: { event: 'state', data } })));
    abort.abort();
    expect(await one.next()).toMatchObject({ done: true });
    expect(await other.next()).toMatchObject({ done: true });
    expect(hub.size).toBe(0);
  });

  it('lets go of who does not keep up', async () => {
    const hub = new EventHub();
    const slow = hub.subscribe(new AbortController().signal);
    const first = slow.next();
    for (let index = 0; index < 300; index += 1) hub.publish({ event: 'x', data: index });
    await first;
    expect(await slow.next()).toMatchObject({ done: true });
    expect(hub.size).toBe(0);
  });
});
