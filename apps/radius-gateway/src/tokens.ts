/** What the composition provides under a name of its own. */
export const CONFIG = Symbol('CONFIG');
export const LOGGER = Symbol('LOGGER');
export const METRICS = Symbol('METRICS');
export const CLOCK = Symbol('CLOCK');
export const TLS = Symbol('TLS');
export const CHANNEL = Symbol('CHANNEL');
export const AUTHENTICATION_CORE = Symbol('AUTHENTICATION_CORE');
export const ACCOUNTING_STORE = Symbol('ACCOUNTING_STORE');
export const CLIENT_FEED = Symbol('CLIENT_FEED');
export const CLIENT_STORE = Symbol('CLIENT_STORE');
export const DICTIONARY = Symbol('DICTIONARY');
