export { KeyedHash } from './keyed-hash.ts';
export { Keyring, type KeyStatus } from './keyring.ts';
export { randomDigits, randomIntegerBelow, randomToken } from './random-draws.ts';
export { type RandomSource, SystemRandom } from './random-source.ts';
export { SealBroken, type SealBrokenReason } from './seal-broken.ts';
export { type SealedLocation, sealedWith, Sealer } from './sealer.ts';
export { uuidv7 } from './uuid.ts';
