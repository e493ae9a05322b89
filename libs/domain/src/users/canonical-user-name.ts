declare const canonical: unique symbol;

/** A user name in its one canonical form; only `canonicalUserName` makes one. */
export type CanonicalUserName = string & { readonly [canonical]: true };
