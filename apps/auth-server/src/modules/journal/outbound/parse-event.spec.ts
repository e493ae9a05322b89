import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anEvent, anId, NOON } from '../__fixtures__/events.ts';
import { parseWrittenEvent } from './parse-event.ts';

const decision = { outcome: 'accepted', reason: '' };
const parse = (value: unknown) => parseWrittenEvent(JSON.stringify(value), decision);

describe('parseWrittenEvent', () => {
  it('reads what the servers write', () => {
    const always = [{ type: 'standing', userId: anId(), lockedUntil: null, blockReason: 'x' } as const];
    const event = anEvent({ always });
    expect(parse(event)).toEqual({ ...event, ...decision });
  });

  it.each<[string, unknown]>([
    ['no object', [1]],
    ['null', null],
    ['no id', { ...anEvent(), eventId: 'x' }],
    ['an instant that is a text', { ...anEvent(), occurredAt: '1' }],
    ['an instant before the partitions', { ...anEvent(), occurredAt: -1 }],
    ['an instant after them', { ...anEvent(), occurredAt: Date.UTC(2200, 0, 1) }],
    ['half a millisecond', { ...anEvent(), occurredAt: NOON + 0.5 }],
    ['no kind', { ...anEvent(), kind: '' }],
  ])('does not take for an event: %s', (_, value) => {
    expect(parse(value)).toBeUndefined();
  });

  it.each<[string, object]>([
    ['a floor that is no number', { type: 'otp_accepted', authenticatorId: anId(), value: '1' }],
    ['a floor beyond 2^53', { type: 'otp_accepted', authenticatorId: anId(), value: 2 ** 60 }],
    [
      'a drift that the column cannot hold',
      { type: 'otp_accepted', authenticatorId: anId(), value: 1, driftSteps: 2 ** 31 },
    ],
    ['an authenticator without an id', { type: 'otp_accepted', authenticatorId: 'x', value: 1 }],
    ['an instant after the end of time', { type: 'standing', userId: anId(), lockedUntil: 1e16 }],
    ['a reason that is no text', { type: 'standing', userId: anId(), blockReason: 7 }],
    ['a report of fraud without its user', { type: 'fraud_reported', reportId: anId(), channel: 'portal' }],
    ['something of tomorrow', { type: 'of_tomorrow' }],
  ])('keeps the event and leaves out %s', (_, projection) => {
    expect(parse({ ...anEvent(), onAccept: [projection] })?.onAccept).toEqual([]);
  });

  it('never throws, and never gives back a text that PostgreSQL refuses', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (details, name) => {
        const event = parse({ ...anEvent(), userName: name, details });
        const text = JSON.stringify([event?.userName, event?.details]);
        expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseWrittenEvent(text, decision)));
  });
});
