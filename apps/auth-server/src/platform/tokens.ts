/** DI tokens of what every module may use; bound once in the platform module. */
export const CONFIG = Symbol('CONFIG');
export const LOGGER = Symbol('LOGGER');
export const METRICS = Symbol('METRICS');
export const CLOCK = Symbol('CLOCK');
export const RANDOM = Symbol('RANDOM');
export const KEYRING = Symbol('KEYRING');
export const SEALER = Symbol('SEALER');
export const KEYED_HASH = Symbol('KEYED_HASH');
export const REDIS = Symbol('REDIS');
export const DATABASE = Symbol('DATABASE');
export const UNIT_OF_WORK = Symbol('UNIT_OF_WORK');
export const EVENTS = Symbol('EVENTS');
