import { SystemRandom, uuidv7 } from '@countersign/crypto';
import type { DecidedEvent, JournalEvent } from '../application/ports/journal-event.ts';

const random = new SystemRandom();

/** 2026-03-01 12:00 UTC. */
export const NOON = Date.UTC(2026, 2, 1, 12);

/** An id as the servers make them. */
export function anId(at = NOON): string {
  return uuidv7(new Date(at), random);
}

/** An event of a sign-in. */
export function anEvent(over: Partial<JournalEvent> = {}): JournalEvent {
  return {
    eventId: anId(),
    occurredAt: NOON,
    kind: 'authentication',
    userName: 'alice',
    relyingParty: 'VPN Zürich',
    server: 'mfa-1',
    clientAddress: '192.0.2.7',
    authenticationId: 'a1',
    details: { step: 'sign_in', proved: ['password', 'totp'] },
    ...over,
  };
}

/** An event with its outcome. */
export function aDecidedEvent(over: Partial<DecidedEvent> = {}): DecidedEvent {
  return { ...anEvent(), outcome: 'accepted', reason: '', ...over };
}
