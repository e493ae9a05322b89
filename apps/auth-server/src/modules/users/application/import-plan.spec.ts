import { describe, expect, it } from '@jest/globals';
import { planImport, type UserImportRow } from './import-plan.ts';

const row = (line: number, userName: string, aliases: readonly string[] = []): UserImportRow => ({
  line,
  userName,
  wanted: {
    fields: {
      userName,
      aliases,
      firstName: '',
      lastName: '',
      mail: '',
      description: '',
      isEnabled: true,
      groups: [],
      tags: [],
      languages: {},
      defaultMethod: undefined,
    },
    changes: {},
    phone: undefined,
    password: undefined,
  },
});
const actions = (
  rows: readonly UserImportRow[],
  owners: Record<string, string>,
  onExisting: 'fail' | 'skip' | 'update',
) =>
  planImport(rows, new Map(Object.entries(owners)), onExisting).map(({ action, problem }) =>
    `${action} ${problem}`.trim(),
  );

describe('the plan of an import', () => {
  it('adds users that are new', () => {
    expect(actions([row(2, 'alice'), row(3, 'bob')], {}, 'fail')).toEqual(['add', 'add']);
  });

  it.each([
    ['fail', 'fail A user of this name exists already.'],
    ['skip', 'skip'],
    ['update', 'update'],
  ] as const)('does with users that exist what was asked: %s', (onExisting, action) => {
    expect(actions([row(2, 'alice')], { alice: '1' }, onExisting)).toEqual([action]);
  });

  it('refuses a name that stands in the file twice, also as an alias', () => {
    const plan = actions([row(2, 'alice', ['al']), row(3, 'al')], {}, 'update');
    expect(plan).toEqual(['add', 'fail The name "al" stands on line 2 already.']);
  });

  it('refuses an alias that leads to another user', () => {
    const plan = actions([row(2, 'alice', ['al'])], { alice: '1', al: '2' }, 'update');
    expect(plan).toEqual(['fail The alias "al" leads to another user already.']);
  });

  it('keeps the problem that a line came with', () => {
    expect(actions([{ line: 2, userName: '', problem: 'No name.' }], {}, 'skip')).toEqual(['fail No name.']);
  });
});
