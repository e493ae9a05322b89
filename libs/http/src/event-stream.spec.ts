import { expect, it } from '@jest/globals';
import { encodeEvent } from './server-event.ts';

it('keeps an event on its own lines whatever it holds', () => {
  const wire = encodeEvent({ event: 'state\nid: 9', id: '7\r\n', data: { text: 'a\nb' } });
  expect(wire).toBe('id: 7\nevent: stateid: 9\ndata: {"text":"a\\nb"}\n\n');
});
