declare const canonical: unique symbol;

/** A user name in its one canonical form; only `canonicalUserName` makes one. */
export type CanonicalUserName = string & { readonly [canonical]: true };

/** In UTF-16 code units, before and after. */
export const LONGEST_USER_NAME = 256;

/** Control characters, line separators, lone surrogates, and code points that have no meaning yet. */
const FORBIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Cn}]/u;
/** What no reader can see: joiners, soft hyphens, direction marks, variation selectors. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/**
 * An iota below a letter that has other marks than Greek has: at most a breathing and an accent. In capitals the iota
 * becomes a letter of its own, and which of the two a further mark belongs to cannot be told any more: the name would have
 * two forms. Looked for in decomposed text, where the iota comes last.
 */
const IOTA_BELOW_STRANGE_MARKS = /(?<!\P{M}[\u0313\u0314]?[\u0300\u0301\u0342]?)\u0345/u;
/** Nearly every name; nothing in it has a second form but its case. */
const PRINTABLE_ASCII = /^ *[\x21-\x7e][\x20-\x7e]*$/;
const MOST_ROUNDS = 4;

/**
 * The one form under which a name is looked up, counted, locked and journaled: NFKC, without case, without invisible
 * characters and outer spaces, after the pattern of toNFKC_Casefold (Unicode 16 section 3.13). Any two spellings of a
 * name give the same form, because a second form would be a second account without a second factor (CVE-2020-12812).
 * Undefined: empty, longer than 256, or with characters that no name has; such a name belongs to nobody.
 */
export function canonicalUserName(written: string): CanonicalUserName | undefined {
  if (written.length > LONGEST_USER_NAME) return undefined;
  if (PRINTABLE_ASCII.test(written)) return written.trim().toLowerCase() as CanonicalUserName;
  if (FORBIDDEN.test(written) || IOTA_BELOW_STRANGE_MARKS.test(written.normalize('NFKD'))) return undefined;
  let name = written;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const folded = fold(name);
    if (folded === name)
      return name === '' || name.length > LONGEST_USER_NAME ? undefined : (name as CanonicalUserName);
    name = folded;
  }
  return undefined;
}

/**
 * The names to look up for what somebody typed, in this order; the first that a user has decides. The name as it is comes
 * first. `DOMAIN\name` and `name@domain` lead to the plain name only if the domain is listed: otherwise two people of
 * two domains would be one. Empty: the name belongs to nobody.
 */
export function lookupNames(written: string, userNameDomains: readonly string[]): readonly CanonicalUserName[] {
  const name = canonicalUserName(written);
  if (name === undefined) return [];
  const parts = domainAndName(name);
  if (parts === undefined) return [name];
  const isListed = userNameDomains.some((domain) => canonicalUserName(domain) === parts.domain);
  const plain = isListed ? canonicalUserName(parts.plain) : undefined;
  return plain === undefined ? [name] : [name, plain];
}

function domainAndName(name: string): { readonly domain: string; readonly plain: string } | undefined {
  const backslash = name.indexOf('\\');
  if (backslash >= 0) return { domain: name.slice(0, backslash), plain: name.slice(backslash + 1) };
  const at = name.lastIndexOf('@');
  return at < 0 ? undefined : { domain: name.slice(at + 1), plain: name.slice(0, at) };
}

/**
 * Upper case first, because it is the only simple mapping that joins letters with several small forms (ß and ss, ſ and
 * s, the two sigmas); the lower case of a final sigma depends on its place, hence the replacement. The result may need
 * joining again (NFKC): the caller folds until nothing changes.
 */
function fold(name: string): string {
  return name.normalize('NFKC').replace(INVISIBLE, '').toUpperCase().toLowerCase().replaceAll('ς', 'σ').trim();
}
