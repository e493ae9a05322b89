type Json = Readonly<Record<string, unknown>>;

/** True where the browser can use passkeys with what we send. */
export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;
}

/** True where passkeys are offered in the list of a field. */
export async function canOfferPasskeys(): Promise<boolean> {
  if (!canUsePasskeys() || !('isConditionalMediationAvailable' in PublicKeyCredential)) return false;
  return await PublicKeyCredential.isConditionalMediationAvailable();
}

/**
 * Asks the browser for a passkey. Undefined: the person closed the window or chose nothing, which is no error.
 * `isOffered`: the browser shows nothing by itself, but offers passkeys in the field of the name.
 */
export async function askForPasskey(
  options: Json,
  { signal, isOffered = false }: { readonly signal?: AbortSignal; readonly isOffered?: boolean } = {},
): Promise<Json | undefined> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  try {
    const credential = await navigator.credentials.get({
      publicKey,
      signal,
      mediation: isOffered ? 'conditional' : 'optional',
    });
    return credential instanceof PublicKeyCredential ? (credential.toJSON() as unknown as Json) : undefined;
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
