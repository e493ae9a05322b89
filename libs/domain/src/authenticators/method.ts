/** The kinds of proof that a second factor can give, the one to prefer first. Calls and the app join when they come. */
export const METHODS = ['passkey', 'totp', 'hotp', 'text_message', 'recovery_code'] as const;

/** See {@link METHODS}. */
export type Method = (typeof METHODS)[number];

/** Methods that need a browser: a RADIUS client cannot ask for them. */
export const BROWSER_METHODS: ReadonlySet<Method> = new Set<Method>(['passkey']);

/** Methods whose code the claimant reads from a device that needs no network (the original's "OATH token"). */
export const OATH_METHODS: ReadonlySet<Method> = new Set<Method>(['totp', 'hotp']);
