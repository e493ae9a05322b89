import { radiusClientAdministrationV1 as radiusV1, serversV1 } from '@countersign/contracts';
import { describe, expect, it } from '@jest/globals';
import { moment, seconds, wholeNumber } from '../options.ts';
import { radclientLine } from '../radius/radclient-line.ts';
import { checkClock } from './doctor/check-core.ts';
import { csvValue } from './journal/csv-line.ts';
import { applyOptions, checkAttribute } from './radius-clients/policy-options.ts';
import { findClient } from './radius-clients/find-client.ts';
import { toJson } from './settings/index.ts';

const client = (over: object) => radiusV1.RadiusClient.fromPartial(over);
const policy = radiusV1.RelyingPartyPolicy.fromPartial({ passwordSource: 'local', replyAttributes: ['Filter-Id=old'] });

describe('options', () => {
  it('read durations, numbers and instants', () => {
    expect(['300', '5min', '2h', '90d'].map(seconds)).toEqual([300, 300, 7200, 7_776_000]);
    expect(moment(() => 10_000_000)('2h')).toBe(2_800_000);
    expect(moment(() => 0)('2026-03-01T00:00:00Z')).toBe(Date.UTC(2026, 2, 1));
    expect(wholeNumber(1, 9)('7')).toBe(7);
  });

  it.each([
    [() => seconds('soon')],
    [() => seconds('-5')],
    [() => wholeNumber(1, 9)('10')],
    [() => wholeNumber(1, 9)('1e0')],
    [() => moment(() => 0)('yesterday')],
  ])('refuse what is none: %s', (read) => {
    expect(read).toThrow('It must be');
  });

  it('take plain text for JSON text', () => {
    expect(['5', '"fr"', 'fr', '["+41"]'].map(toJson)).toEqual(['5', '"fr"', '"fr"', '["+41"]']);
  });
});

describe('RADIUS clients', () => {
  it('change what the options name and keep the rest', () => {
    const options = {
      passwordSource: 'none',
      groupReplyAttribute: ['admins:Filter-Id=adm', 'admins:Session-Timeout=60'],
    };
    expect(applyOptions(client({ name: 'VPN', sendClass: true }), policy, options)).toMatchObject({
      name: 'VPN',
      sendClass: true,
      policy: {
        passwordSource: 'none',
        replyAttributes: ['Filter-Id=old'],
        groupReplyAttributes: [{ group: 'admins', replyAttributes: ['Filter-Id=adm', 'Session-Timeout=60'] }],
      },
    });
  });

  it.each(['Colour=red', 'Session-Timeout=soon', 'Framed-IP-Address=1.2.3', 'Filter-Id'])(
    'refuse the attribute %s',
    (line) => {
      expect(() => checkAttribute(line)).toThrow(line.split('=')[0]);
    },
  );

  it('are found by id, network and name, if there is one', () => {
    const all = [
      client({ id: 'a', name: 'VPN', network: '192.0.2.1/32' }),
      client({ id: 'b', name: 'vpn', network: '192.0.2.2/32' }),
    ];
    expect([findClient(all, 'A').id, findClient(all, '192.0.2.2/32').id]).toEqual(['a', 'b']);
    expect(() => findClient(all, 'VPN')).toThrow('2 RADIUS clients');
    expect(() => findClient(all, 'nothing')).toThrow('no RADIUS client');
  });
});

describe('what is written for others', () => {
  it('is no formula and no second column in CSV', () => {
    expect(['plain', 'a,b', 'say "x"', '=1+1', '@x', '-1', ''].map(csvValue)).toEqual([
      'plain',
      '"a,b"',
      '"say ""x"""',
      "'=1+1",
      "'@x",
      "'-1",
      '',
    ]);
  });

  it('cannot break out of the radclient line', () => {
    const request = {
      userName: 'a"$(id)`\\',
      host: '127.0.0.1',
      port: 1812,
      secretFile: '/tmp/it is',
      state: undefined,
      attributes: [],
    };
    const line = radclientLine(request);
    expect(line).toContain("-S '/tmp/it is' 127.0.0.1:1812 auth");
    expect(line).not.toMatch(/[^\\]\$\(|[^\\]`/);
  });
});

describe('the clock', () => {
  const server = (lastContactMilliseconds: number) =>
    serversV1.Server.fromPartial({ isAlive: true, lastContactMilliseconds });

  it.each([
    [5_000, 'ok'],
    [3_600_000, 'failed'],
    [-3_600_000, 'failed'],
  ])('that differs by %d ms is %s', (difference, state) => {
    expect(checkClock([server(10_000_000_000)], 10_000_000_000 + difference)).toMatchObject([{ state }]);
  });
});
