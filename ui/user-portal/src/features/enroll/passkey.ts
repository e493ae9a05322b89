/** What became of the browser's own window. */
export type PasskeyResult =
  | { readonly kind: 'made'; readonly response: Record<string, unknown> }
  | { readonly kind: 'cancelled' | 'already' | 'failed' };

/** True when this browser can make passkeys and reads the server's options itself. */
export function isPasskeyPossible(): boolean {
  return typeof PublicKeyCredential !== 'undefined' && 'parseCreationOptionsFromJSON' in PublicKeyCredential;
}

/** Lets the browser make a passkey. That somebody closed the window is an answer, not a failure. */
export async function createPasskey(options: Record<string, unknown>): Promise<PasskeyResult> {
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
      options as unknown as PublicKeyCredentialCreationOptionsJSON,
    );
    const made = await navigator.credentials.create({ publicKey });
    if (!(made instanceof PublicKeyCredential)) return { kind: 'cancelled' };
    return { kind: 'made', response: { ...made.toJSON() } };
  } catch (error) {
    return { kind: kindOf(error) };
  }
}

function kindOf(error: unknown): 'cancelled' | 'already' | 'failed' {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError') return 'cancelled';
  if (name === 'InvalidStateError') return 'already';
  reportError(error);
  return 'failed';
}

/** The system that the browser runs on, for the name of the passkey; empty where it does not say. */
export function platformName(agent: string = navigator.userAgent): string {
  const systems = [
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Android', 'Android'],
    ['Windows', 'Windows'],
    ['Mac OS', 'macOS'],
    ['CrOS', 'ChromeOS'],
    ['Linux', 'Linux'],
  ] as const;
  return systems.find(([mark]) => agent.includes(mark))?.[1] ?? '';
}
