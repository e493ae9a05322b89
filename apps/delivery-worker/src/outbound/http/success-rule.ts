/** When an answer means that the provider took the message. */
export interface SuccessRule {
  /** First and last status that count as success. */
  readonly status: readonly [number, number];
  /** Path into a JSON body, as in `messages.0.status`, and the values (as text) that mean success there. */
  readonly json?: { readonly path: string; readonly equals: readonly string[] } | undefined;
  /** What the body must match. */
  readonly bodyMatches?: RegExp | undefined;
}

/** An answer, as far as the rule looks at it. */
export interface GatewayAnswer {
  readonly status: number;
  readonly body: string;
}

/** Wrong credentials and too many requests are about us, not about this message. */
const NOT_ABOUT_THE_MESSAGE: readonly number[] = [401, 403, 407, 429];

/** `no`: the provider does not want this message. `broken`: it is in no state to say. */
export type Judgement = 'yes' | { readonly kind: 'no' | 'broken'; readonly detail: string };

/** Judges an answer. The detail never quotes the body: some gateways send back the number and the text. */
export function judgeAnswer({ status, body }: GatewayAnswer, rule: SuccessRule): Judgement {
  const [first, last] = rule.status;
  if (status < first || status > last) {
    const kind = status >= 500 || NOT_ABOUT_THE_MESSAGE.includes(status) ? 'broken' : 'no';
    return { kind, detail: `HTTP status ${status}` };
  }
  if (rule.json !== undefined) {
    const value = valueAt(body, rule.json.path);
    if (value === undefined) return { kind: 'no', detail: `HTTP status ${status}, but nothing at ${rule.json.path}` };
    if (!rule.json.equals.includes(value)) {
      return { kind: 'no', detail: `HTTP status ${status}, but ${rule.json.path} tells no success` };
    }
  }
  if (rule.bodyMatches !== undefined && !rule.bodyMatches.test(body)) {
    return { kind: 'no', detail: `HTTP status ${status}, but the body does not match the rule for success` };
  }
  return 'yes';
}

function valueAt(body: string, path: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return typeof value === 'object' ? undefined : String(value);
}
