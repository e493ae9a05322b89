import type { EntityManager } from 'typeorm';
import type { UserSelection } from '../../application/ports/user-search.ts';
import { type SearchConditions, searchConditions } from './user-search-conditions.ts';

/** Gives the first two values a type where no condition mentions them. */
export const BOTH_VALUES = '($1::text IS NULL OR $2::timestamptz IS NOT NULL)';

/** {@link searchConditions} with the folding of the database, which is the one that the lexemes went through. */
export async function conditionsOf(
  manager: EntityManager,
  selection: UserSelection,
  needsActivity: boolean,
): Promise<SearchConditions> {
  return await searchConditions(selection, needsActivity, async (texts) => {
    if (texts.length === 0) return [];
    const rows = (await manager.query(
      'SELECT search_fold(t.text) AS folded FROM unnest($1::text[]) WITH ORDINALITY AS t (text, place) ORDER BY t.place',
      [texts],
    )) as { folded: string }[];
    return rows.map(({ folded }) => folded);
  });
}

/** For the index of words. */
export function indexedMatch({ lexemes }: SearchConditions): string {
  return lexemes === undefined ? '' : 's.words @@ $1::text::tsquery';
}

/** The same as a function call, which no index answers: the list is walked in its order. */
export function walkedMatch({ lexemes }: SearchConditions): string {
  return lexemes === undefined ? '' : 'ts_match_vq(s.words, $1::text::tsquery)';
}

/** Everything that must hold, by the index of words. */
export function matchAll(conditions: SearchConditions): string {
  return [...conditions.where, indexedMatch(conditions), BOTH_VALUES].filter((each) => each !== '').join(' AND ');
}
