import { DomainError, ERROR_CODES } from '@countersign/errors';
import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from './exit-code.ts';
import { ago, counted, duration, instant, octets } from './format.ts';
import { printable, printableLine } from './printable.ts';
import { problemOf } from './problem.ts';
import { TerminalOutput } from './terminal-output.ts';

const captured = (isJson: boolean) => {
  const lines: string[] = [];
  const sink = { write: (text: string) => lines.push(text) };
  return { output: new TerminalOutput(isJson, sink, sink), text: () => lines.join('') };
};

describe('text for a terminal', () => {
  it('shows control characters instead of sending them', () => {
    expect(printable('a\u001b[2J\u009bb\u202ec\nd\te')).toBe('a\\x1b[2J\\x9bb\\x202ec\nd\te');
    expect(printableLine('a\nb\tc')).toBe('a b c');
  });

  it('names durations, instants and sizes in their largest unit', () => {
    expect([300, 5400, 86_400, 61].map(duration)).toEqual(['5 min', '90 min', '1 d', '61 s']);
    expect([0, 30_000, 3_600_000].map((age) => ago(10_000_000 - age, 10_000_000))).toEqual([
      '0 s ago',
      '30 s ago',
      '1 h ago',
    ]);
    expect([ago(0, 1), instant(0), instant(Number.NaN)]).toEqual(['never', '', '']);
    expect(instant(new Date(2026, 2, 1, 9, 5, 7).getTime())).toBe('2026-03-01 09:05:07');
    expect([12, 2048, 3_500_000].map(octets)).toEqual(['12 B', '2.0 KB', '3.3 MB']);
    expect([counted(1, 'user'), counted(2, 'user')]).toEqual(['1 user', '2 users']);
  });

  it('lays out tables and leaves out empty facts', () => {
    const { output, text } = captured(false);
    output.table(['name', 'id'], [['a\nb', '1']]);
    output.facts([
      ['Mail', ''],
      ['Name', 'x'],
    ]);
    expect(text()).toBe('NAME  ID\na b   1\nName  x\n');
  });

  it('is nothing but one value in JSON, octets in hexadecimal', () => {
    const { output, text } = captured(true);
    output.line('for people');
    output.table(['x'], [['y']]);
    output.result({ hash: Buffer.from('0aff', 'hex'), plain: new Uint8Array([1]) }, () => output.line('shown'));
    expect(JSON.parse(text())).toEqual({ hash: '0aff', plain: '01' });
  });
});

describe('a problem', () => {
  it('has an exit code for every error code, none of them 0', () => {
    expect(ERROR_CODES.map((code) => exitCodeOf[code]).every((code) => code > 0)).toBe(true);
  });

  it('says what, why and what to do, and with which key to repeat', () => {
    const problem = problemOf(new DomainError('write_outcome_unknown', 'No answer.'), 'key-1');
    expect(problem).toMatchObject({
      what: 'No answer.',
      exitCode: 4,
      whatToDo: expect.stringContaining('--idempotency-key key-1'),
    });
  });

  it('is a fault when nobody foresaw it', () => {
    expect(problemOf(new TypeError('x is not a function'), '')).toMatchObject({ code: 'internal', exitCode: 70 });
  });
});
