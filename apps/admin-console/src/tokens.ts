/** DI tokens of the door; bound in the core module. */
export const CONFIG = Symbol('CONFIG');
export const LOGGER = Symbol('LOGGER');
export const METRICS = Symbol('METRICS');
export const CHANNEL = Symbol('CHANNEL');
export const CORE = Symbol('CORE');
