import type { SecretBytes } from '@countersign/errors';
import { type Check, objectOf, oneOf, refused, textThat, wholeNumber } from '../json-checks.ts';
import { invalid, type Parsed, valid } from '../problem.ts';
import { type E164Phone, formatPhone, parsePhone } from '../users/phone.ts';
import type {
  Authenticator,
  HotpAuthenticator,
  PhoneAuthenticator,
  RecoveryCodesAuthenticator,
  TotpAuthenticator,
} from './authenticator.ts';

/** An authenticator as a store or a file holds it: nothing about it is certain yet. */
export interface AuthenticatorParts {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  /** The seed of an OATH device. */
  readonly seed?: SecretBytes | undefined;
  /** JSON: `algorithm`, `digits`, `periodSeconds` of an OATH device, `number` and `extension` of a phone. */
  readonly parameters: unknown;
  readonly driftSteps?: number;
  /** Time step or counter; -1: none yet. */
  readonly lastAccepted?: number;
  readonly codes?: RecoveryCodesAuthenticator['codes'];
}

/** RFC 4226 section 4 (R6) asks for 128 bits at least; more than the block of SHA-512 adds nothing. */
const SHORTEST_SEED = 16;
const LONGEST_SEED = 128;
const MOST_DRIFT_STEPS = 1_000_000;

type OathParameters = Pick<TotpAuthenticator, 'algorithm' | 'digits'>;
const oathChecks = {
  algorithm: oneOf('SHA1', 'SHA256', 'SHA512'),
  digits: oneOf(6, 8),
} as const satisfies { readonly [K in keyof OathParameters]: Check<OathParameters[K]> };
const oathDefaults: OathParameters = { algorithm: 'SHA1', digits: 6 };

const totpParameters = objectOf<OathParameters & Pick<TotpAuthenticator, 'periodSeconds'>>(
  { ...oathChecks, periodSeconds: oneOf(30, 60) },
  { ...oathDefaults, periodSeconds: 30 },
);
const hotpParameters = objectOf<OathParameters>(oathChecks, oathDefaults);
const phoneParameters = objectOf<E164Phone>(
  { number: textThat((text) => valid(text)), extension: textThat((text) => valid(text)) },
  { number: '', extension: '' },
);

const checkState = oneOf('pending', 'active', 'suspended', 'revoked');
const checkKind = oneOf('totp', 'hotp', 'phone', 'recovery_codes');
const checkLastAccepted = wholeNumber(-1, Number.MAX_SAFE_INTEGER);
const checkDrift = wholeNumber(-MOST_DRIFT_STEPS, MOST_DRIFT_STEPS);

type Base = Pick<Authenticator, 'id' | 'state'>;

/** Builds an authenticator whose every value has been checked; the problems name the field and never the seed. */
export function authenticatorFromParts(parts: AuthenticatorParts): Parsed<Authenticator> {
  const kind = checkKind(parts.kind, 'kind');
  const state = checkState(parts.state, 'state');
  const problems = [kind, state].flatMap((parsed) => (parsed.kind === 'invalid' ? parsed.problems : []));
  if (kind.kind === 'invalid' || state.kind === 'invalid') return invalid(...problems);
  const base: Base = { id: parts.id, state: state.value };
  switch (kind.value) {
    case 'totp':
      return totpFromParts(base, parts);
    case 'hotp':
      return hotpFromParts(base, parts);
    case 'phone':
      return phoneFromParts(base, parts);
    case 'recovery_codes':
      return valid({ ...base, kind: 'recovery_codes', codes: parts.codes ?? [] });
  }
}

function totpFromParts(base: Base, parts: AuthenticatorParts): Parsed<TotpAuthenticator> {
  const seed = checkSeed(parts.seed);
  const parameters = totpParameters(parts.parameters ?? {}, 'parameters');
  const drift = checkDrift(parts.driftSteps ?? 0, 'driftSteps');
  const last = checkLastAccepted(parts.lastAccepted ?? -1, 'lastAccepted');
  if (seed.kind === 'invalid' || parameters.kind === 'invalid' || drift.kind === 'invalid' || last.kind === 'invalid') {
    return invalid(...allProblems(seed, parameters, drift, last));
  }
  return valid({
    ...base,
    kind: 'totp',
    seed: seed.value,
    ...parameters.value,
    driftSteps: drift.value,
    lastAcceptedTimeStep: last.value,
  });
}

function hotpFromParts(base: Base, parts: AuthenticatorParts): Parsed<HotpAuthenticator> {
  const seed = checkSeed(parts.seed);
  const parameters = hotpParameters(parts.parameters ?? {}, 'parameters');
  const last = checkLastAccepted(parts.lastAccepted ?? -1, 'lastAccepted');
  if (seed.kind === 'invalid' || parameters.kind === 'invalid' || last.kind === 'invalid') {
    return invalid(...allProblems(seed, parameters, last));
  }
  return valid({ ...base, kind: 'hotp', seed: seed.value, ...parameters.value, lastAcceptedCounter: last.value });
}

function phoneFromParts(base: Base, parts: AuthenticatorParts): Parsed<PhoneAuthenticator> {
  const parameters = phoneParameters(parts.parameters ?? {}, 'parameters');
  if (parameters.kind === 'invalid') return parameters;
  const phone = parsePhone(formatPhone(parameters.value));
  return phone === undefined
    ? refused('parameters.number', 'not_a_phone', 'must be a phone with its country code, like +41791234567', undefined)
    : valid({ ...base, kind: 'phone', phone });
}

function checkSeed(seed: SecretBytes | undefined): Parsed<SecretBytes> {
  if (seed === undefined) return refused('seed', 'missing', 'is missing', undefined);
  if (seed.length >= SHORTEST_SEED && seed.length <= LONGEST_SEED) return valid(seed);
  const rule = `has ${seed.length} octets; it must have ${SHORTEST_SEED} (128 bits, RFC 4226) to ${LONGEST_SEED}`;
  return refused('seed', 'out_of_range', rule, undefined);
}

function allProblems(...parsed: readonly Parsed<unknown>[]) {
  return parsed.flatMap((one) => (one.kind === 'invalid' ? one.problems : []));
}
