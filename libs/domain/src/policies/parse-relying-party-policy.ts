import { BROWSER_METHODS, METHODS } from '../authenticators/method.ts';
import { flag, listOf, objectOf, oneOf, refused, textThat, wholeNumber } from '../json-checks.ts';
import { invalid, type Parsed, type Problem, valueOrThrow } from '../problem.ts';
import { parseText } from '../users/text-checks.ts';
import { trustedNetwork } from './trusted-network.ts';
import { defaultRelyingPartyPolicy, type RelyingPartyPolicy } from './relying-party-policy.ts';

const CODE_METHODS = METHODS.filter((method) => !BROWSER_METHODS.has(method));
const MONTH_SECONDS = 30 * 24 * 60 * 60;
const MOST_ROUNDS = 20;
const MOST_NETWORKS = 256;
const MOST_ATTRIBUTES = 64;
const MOST_GROUPS = 256;
const LONGEST_ATTRIBUTE = 512;
const LONGEST_GROUP = 256;
const ATTRIBUTE_LINE = /^[A-Za-z0-9][A-Za-z0-9._/-]*(?::[0-9]{1,2})?=\S/;

const attributeLine = textThat((text, field): Parsed<string> => {
  const parsed = parseText(text, { field, maximumLength: LONGEST_ATTRIBUTE });
  if (parsed.kind === 'invalid' || ATTRIBUTE_LINE.test(parsed.value)) return parsed;
  return refused(field, 'not_an_attribute', 'must be written Attribute-Name=value', text);
});

const group = textThat((text, field) => parseText(text, { field, maximumLength: LONGEST_GROUP, isRequired: true }));
const attributeLines = listOf(attributeLine, MOST_ATTRIBUTES);

const groupAttributes = objectOf<RelyingPartyPolicy['groupReplyAttributes'][number]>(
  { group, replyAttributes: attributeLines },
  { group: '', replyAttributes: [] },
);

const policyObject = objectOf<RelyingPartyPolicy>(
  {
    passwordSource: oneOf('local', 'directory', 'none'),
    codeEntry: oneOf('challenge', 'concatenated', 'challenge_or_concatenated', 'code_only'),
    requireUserMatch: flag,
    allowedMethods: listOf(oneOf(...CODE_METHODS), CODE_METHODS.length),
    allowOathFallback: flag,
    trustedNetworks: listOf(trustedNetwork, MOST_NETWORKS),
    rememberSeconds: wholeNumber(0, MONTH_SECONDS),
    rememberScope: oneOf('user', 'user_and_relying_party', 'user_and_relying_party_and_address'),
    maxChallengeRounds: wholeNumber(1, MOST_ROUNDS),
    language: oneOf('en', 'fr'),
    replyAttributes: attributeLines,
    groupReplyAttributes: listOf(groupAttributes, MOST_GROUPS),
  },
  defaultRelyingPartyPolicy,
);

/** Reads the rules of a relying party from JSON; what is absent takes its safe default. Every problem is named. */
export function parseRelyingPartyPolicy(untrusted: unknown): Parsed<RelyingPartyPolicy> {
  const parsed = policyObject(untrusted, '');
  if (parsed.kind === 'invalid') return parsed;
  const problems = contradictions(parsed.value);
  return problems.length === 0 ? parsed : invalid(...problems);
}

/** The same, or `invalid_request` with every problem in its message. */
export function relyingPartyPolicy(untrusted: unknown): RelyingPartyPolicy {
  return valueOrThrow(parseRelyingPartyPolicy(untrusted));
}

/** Rules that are each in order but leave no way to sign in together, or say two things about one. */
function contradictions(policy: RelyingPartyPolicy): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (field: keyof RelyingPartyPolicy, code: string, message: string) =>
    problems.push({ field, code, message });
  if (policy.allowedMethods.length === 0) {
    add('allowedMethods', 'missing', 'allowedMethods is empty: nobody could sign in.');
  }
  if (new Set(policy.allowedMethods).size < policy.allowedMethods.length) {
    add('allowedMethods', 'twice', 'allowedMethods names a method twice.');
  }
  if (policy.codeEntry === 'code_only' && policy.passwordSource !== 'none') {
    add(
      'codeEntry',
      'contradiction',
      'codeEntry code_only needs passwordSource none: there is no password in the field.',
    );
  }
  if (policy.codeEntry === 'concatenated' && policy.passwordSource === 'none') {
    add(
      'codeEntry',
      'contradiction',
      'codeEntry concatenated needs a password: use code_only with passwordSource none.',
    );
  }
  const groups = policy.groupReplyAttributes.map((entry) => entry.group);
  if (groups.includes('')) add('groupReplyAttributes', 'missing', 'groupReplyAttributes has an entry without a group.');
  if (new Set(groups).size < groups.length) {
    add('groupReplyAttributes', 'twice', 'groupReplyAttributes names a group twice.');
  }
  return problems;
}
