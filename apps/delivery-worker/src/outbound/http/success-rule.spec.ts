import { describe, expect, it } from '@jest/globals';
import { judgeAnswer, type SuccessRule } from './success-rule.ts';

const anySuccess: SuccessRule = { status: [200, 299] };

describe('judgeAnswer', () => {
  it.each([200, 202, 299])('takes status %i for success', (status) => {
    expect(judgeAnswer({ status, body: '' }, anySuccess)).toBe('yes');
  });

  it.each([
    [301, 'no'],
    [400, 'no'],
    [404, 'no'],
    [401, 'broken'],
    [403, 'broken'],
    [429, 'broken'],
    [500, 'broken'],
    [503, 'broken'],
  ])('takes status %i for "%s"', (status, kind) => {
    expect(judgeAnswer({ status, body: '' }, anySuccess)).toEqual({ kind, detail: `HTTP status ${status}` });
  });

  it.each([
    ['{"messages":[{"status":0}]}', 'yes'],
    ['{"messages":[{"status":"0"}]}', 'yes'],
    ['{"messages":[{"status":4,"to":"+41791234567"}]}', 'no'],
    ['{"messages":[]}', 'no'],
    ['{"messages":[{"status":{}}]}', 'no'],
    ['<html>OK</html>', 'no'],
    ['', 'no'],
  ])('looks into the JSON body %s', (body, expected) => {
    const rule = { ...anySuccess, json: { path: 'messages.0.status', equals: ['0'] } };
    const judgement = judgeAnswer({ status: 200, body }, rule);
    expect(typeof judgement === 'string' ? judgement : judgement.kind).toBe(expected);
    expect(JSON.stringify(judgement)).not.toContain('4179');
  });

  it('does not find inherited properties', () => {
    const rule = { ...anySuccess, json: { path: 'constructor.name', equals: ['Object'] } };
    expect(judgeAnswer({ status: 200, body: '{}' }, rule)).not.toBe('yes');
  });

  it('compares the body with an expression', () => {
    const rule = { ...anySuccess, bodyMatches: /^OK:/ };
    expect(judgeAnswer({ status: 200, body: 'OK: 1' }, rule)).toBe('yes');
    expect(judgeAnswer({ status: 200, body: 'ERR: no credit' }, rule)).toMatchObject({ kind: 'no' });
  });
});
