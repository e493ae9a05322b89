import { defaultRelyingPartyPolicy, parseRelyingPartyPolicy, type RelyingPartyPolicy } from '@countersign/domain';
import { z } from 'zod';
import { count, text } from '../../../administration/index.ts';

/** Attributes that carry the credentials, the signature or the state of the protocol: an administrator cannot set them. */
const RESERVED = /^(?:User-Password|CHAP-Password|State|Proxy-State|Message-Authenticator|EAP-Message|Class)\s*=/i;
const MANY = 1000;

const lines = z.array(text({ max: 1024 })).max(MANY, `must have at most ${MANY} entries`);
const attributes = lines.superRefine((given, context) => {
  for (const [index, line] of given.entries()) {
    if (!RESERVED.test(line)) continue;
    context.addIssue({
      code: 'custom',
      input: line,
      path: [index],
      message: 'names an attribute that the protocol itself uses',
    });
  }
});

const wireSchema = z.object({
  passwordSource: text(),
  codeEntry: text(),
  requireUserMatch: z.boolean(),
  allowedMethods: lines,
  allowOathFallback: z.boolean(),
  trustedNetworks: lines,
  rememberSeconds: count(),
  rememberScope: text(),
  replyAttributes: attributes,
  groupReplyAttributes: z.array(z.object({ group: text(), replyAttributes: attributes })).max(MANY),
  maxChallengeRounds: count(),
  language: text(),
});

/** The policy on the wire. What is empty there takes its default; the rules are the domain's. */
export const policySchema = wireSchema.transform((wire, context): RelyingPartyPolicy => {
  const { maxChallengeRounds, allowedMethods, ...rest } = wire;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''));
  const parsed = parseRelyingPartyPolicy({
    ...given,
    allowedMethods: allowedMethods.length === 0 ? defaultRelyingPartyPolicy.allowedMethods : allowedMethods,
    ...(maxChallengeRounds === 0 ? {} : { maxChallengeRounds }),
  });
  if (parsed.kind === 'valid') return parsed.value;
  for (const { field, message } of parsed.problems) {
    context.addIssue({ code: 'custom', input: wire, path: [field], message: afterItsSubject(message, field) });
  }
  return z.NEVER;
});

/** The domain's sentence begins with the field; ours does already. */
function afterItsSubject(message: string, field: string): string {
  const rest = message.startsWith(field) ? message.slice(field.length).trim() : `is refused: ${message}`;
  return rest.replace(/\.$/, '');
}
