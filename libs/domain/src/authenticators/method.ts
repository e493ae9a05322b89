/** The kinds of proof that a second factor can give. Calls, the app and passkeys join this list when they come. */
export const METHODS = ['totp', 'hotp', 'text_message', 'recovery_code'] as const;

/** See {@link METHODS}. */
export type Method = (typeof METHODS)[number];

/** Methods whose code the claimant reads from a device that needs no network (the original's "OATH token"). */
export const OATH_METHODS: ReadonlySet<Method> = new Set<Method>(['totp', 'hotp']);
