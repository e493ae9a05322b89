/** What a TLS connection needs, in PEM. */
export interface TlsMaterial {
  /** Our certificate with its chain and its key; absent where a process has none yet. */
  readonly identity: { readonly certificate: Buffer; readonly key: Buffer } | undefined;
  /** The certificates that peers must descend from. */
  readonly authority: Buffer;
}

/** Where TLS material comes from; it may change while the process runs. */
export interface TlsSource {
  current(): TlsMaterial;
  /** Calls `listener` after each change; returns a function that stops this. */
  onChange(listener: (material: TlsMaterial) => void): () => void;
}

/** For a process without a certificate of its own: it knows only whom to trust. The first contact uses it. */
export function trustOnly(authority: Buffer): TlsSource {
  const material: TlsMaterial = { identity: undefined, authority };
  return { current: () => material, onChange: () => () => undefined };
}
