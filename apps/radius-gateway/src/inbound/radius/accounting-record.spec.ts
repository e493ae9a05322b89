import { describe, expect, it } from '@jest/globals';
import {
  createAccountingRequest,
  createBuiltInDictionary,
  parseAttributeText,
  SharedSecret,
} from '@countersign/radius';
import { packetOf } from '../../__fixtures__/nas.ts';
import { readAccountingRecord } from './accounting-record.ts';

const dictionary = createBuiltInDictionary();
const NOW = 1_800_000_000_000;

function record(statusType: number, lines: readonly string[], now = NOW) {
  const request = createAccountingRequest({
    identifier: 1,
    secret: SharedSecret.fromText('s'),
    statusType,
    sessionId: 'session',
    attributes: lines.map((line) => parseAttributeText(dictionary, line)),
  });
  return readAccountingRecord(packetOf(request.octets), 'nas', now);
}

describe('readAccountingRecord', () => {
  it('takes Event-Timestamp for the time, else the time of arrival less Acct-Delay-Time', () => {
    expect(record(1, ['Event-Timestamp=1700000000', 'Acct-Delay-Time=30'])?.occurredAtMilliseconds).toBe(1.7e12);
    expect(record(1, ['Acct-Delay-Time=30'])?.occurredAtMilliseconds).toBe(NOW - 30_000);
    expect(record(1, [])?.occurredAtMilliseconds).toBe(NOW);
  });

  it('gives a repeat the same key though its delay and arrival differ, and another record another key', () => {
    const stop = record(2, ['Acct-Session-Time=60', 'Acct-Input-Octets=5'])?.recordKey;
    const repeat = record(2, ['Acct-Session-Time=60', 'Acct-Input-Octets=5', 'Acct-Delay-Time=70'], NOW + 70_000);
    expect(repeat?.recordKey).toEqual(stop);
    expect(record(2, ['Acct-Session-Time=61', 'Acct-Input-Octets=5'])?.recordKey).not.toEqual(stop);
    expect(record(3, ['Acct-Session-Time=60', 'Acct-Input-Octets=5'])?.recordKey).not.toEqual(stop);
  });

  it('tells two restarts of a NAS apart though they say the same', () => {
    const first = record(7, [])?.recordKey;
    expect(record(7, [], NOW + 3_600_000)?.recordKey).not.toEqual(first);
    expect(record(7, ['Acct-Delay-Time=5'], NOW + 5000)?.recordKey).toEqual(first);
  });

  it('counts octets past four gigabytes', () => {
    expect(record(2, ['Acct-Output-Octets=1', 'Acct-Output-Gigawords=4294967295'])?.outputOctets).toBe(
      4_294_967_295n * 4_294_967_296n + 1n,
    );
  });

  it('is nothing without a status or a session', () => {
    const request = createAccountingRequest({
      identifier: 1,
      secret: SharedSecret.fromText('s'),
      statusType: 1,
      sessionId: 'x',
    });
    const withoutSession = Buffer.from(request.octets.subarray(0, 26)).fill(26, 3, 4);
    expect(readAccountingRecord(packetOf(withoutSession), 'nas', NOW)).toBeUndefined();
  });
});
