import type { AdministrationScope, SearchTerm, UserSearchQuery, UserStatusFilter } from '@countersign/domain';
import type { UserSelection } from '../../application/ports/user-search.ts';

/** What a selection becomes in SQL. `$1` is the tsquery, `$2` the moment; further values follow. */
export interface SearchConditions {
  /** Undefined: no word, group, method or state narrows it. */
  readonly lexemes: string | undefined;
  readonly from: string;
  /** Conditions besides the lexemes. */
  readonly where: readonly string[];
  readonly isOfTheBin: boolean;
  readonly usesActivity: boolean;
  readonly usesStandings: boolean;
  /** Nobody can be found, whatever is in the tables. */
  readonly isEmpty: boolean;
}

const STATE_LEXEMES: Partial<Record<UserStatusFilter, string>> = {
  enabled: 's=enabled',
  disabled: 's=disabled',
  not_enrolled: 's=unenrolled',
  no_backup: 's=nobackup',
  pin_change: 's=pin',
};
const STANDINGS: Partial<Record<UserStatusFilter, string>> = {
  blocked: 't.blocked_until > $2::timestamptz',
  locked: 't.locked_until > $2::timestamptz',
  bypass: 't.bypass_until > $2::timestamptz',
};
const BIN = `(SELECT u.id AS user_id, u.user_name COLLATE "C" AS user_name, u.created_at, user_search_words(u) AS words
  FROM users u WHERE u.deleted_at IS NOT NULL) s`;

/**
 * @param fold gives texts without case and accents, as they are stored
 */
export async function searchConditions(
  { query, scope }: UserSelection,
  needsActivity: boolean,
  fold: (texts: readonly string[]) => Promise<readonly string[]>,
): Promise<SearchConditions> {
  const isOfTheBin = query.statuses.includes('deleted');
  const standings = query.statuses.flatMap((status) => STANDINGS[status] ?? []);
  const usesActivity = needsActivity || query.lastSignIn.length > 0;
  const joins = [
    isOfTheBin ? BIN : 'user_search s',
    usesActivity ? 'JOIN user_activity a ON a.user_id = s.user_id' : '',
    standings.length > 0 ? 'JOIN user_standings t ON t.user_id = s.user_id' : '',
  ];
  const lexemes = await lexemesOf(query, scope, fold);
  return {
    lexemes: lexemes.length === 0 ? undefined : lexemes.join(' & '),
    from: joins.join(' '),
    where: [...standings, ...lastSignInConditions(query)],
    isOfTheBin,
    usesActivity,
    usesStandings: standings.length > 0,
    isEmpty: scope.kind === 'groups' && scope.groups.length === 0,
  };
}

/** `$2 - seconds` is spelled out: seconds are whole numbers that we made. */
function lastSignInConditions({ lastSignIn }: UserSearchQuery): readonly string[] {
  return lastSignIn.map((filter) => {
    if (filter.kind === 'never') return "a.last_sign_in_at = '-infinity'";
    const limit = `$2::timestamptz - interval '${Math.trunc(filter.seconds)} seconds'`;
    return filter.kind === 'within' ? `a.last_sign_in_at > ${limit}` : `a.last_sign_in_at <= ${limit}`;
  });
}

async function lexemesOf(
  query: UserSearchQuery,
  scope: AdministrationScope,
  fold: (texts: readonly string[]) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const texts = query.terms.map((term) => (term.kind === 'phone' ? '' : term.text));
  const groups = query.groups.map(({ name }) => name);
  const folded = await fold([...texts, ...groups, ...query.tags]);
  const foldedGroups = folded.slice(texts.length, texts.length + groups.length);
  const foldedTags = folded.slice(texts.length + groups.length);
  return [
    ...query.terms.flatMap((term, place) => termLexemes(term, folded[place] ?? '')),
    ...foldedGroups.map((name, place) => lexeme(`g=${name}`, query.groups[place]?.isExact !== true)),
    ...foldedTags.map((tag) => lexeme(`t=${tag}`, false)),
    ...query.methods.map((method) => lexeme(`m=${method}`, false)),
    ...query.statuses.flatMap((status) => STATE_LEXEMES[status] ?? []).map((state) => lexeme(state, false)),
    ...scopeLexemes(scope),
  ];
}

/** One of several groups is enough to be within a scope. */
function scopeLexemes(scope: AdministrationScope): readonly string[] {
  if (scope.kind === 'everything' || scope.groups.length === 0) return [];
  return [`(${scope.groups.map((group) => lexeme(`G=${group}`, false)).join(' | ')})`];
}

function termLexemes(term: SearchTerm, folded: string): readonly string[] {
  if (term.kind === 'phone') return [lexeme(`+${term.digits}`, !term.isExact)];
  if (folded.includes('@')) return [lexeme(folded, !term.isExact)];
  const words = folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const own = words.map((word) => lexeme(word, !term.isExact));
  if (term.kind === 'word') return own.length === 0 ? [lexeme(folded, false)] : own;
  return [`(${own.join(' & ')} | ${lexeme(`+${term.digits}`, !term.isExact)})`];
}

/** A lexeme in the syntax of `tsquery`. */
function lexeme(text: string, isPrefix: boolean): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'${isPrefix ? ':*' : ''}`;
}
