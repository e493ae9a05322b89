/** A rule that a PIN keeps, as the server tells it. */
export interface PinRule {
  readonly code: string;
  readonly limit: number;
  readonly isLive: boolean;
}

/** What is known while somebody types: kept, broken, or for the server to say. */
export type RuleState = 'kept' | 'broken' | 'later';

const isRun = (pin: string, step: number) =>
  pin.length > 1 && [...pin].every((digit, i) => i === 0 || Number(digit) - Number(pin[i - 1]) === step);

/** Whether a PIN keeps a rule, as far as that can be said without the server. */
export function stateOfRule(rule: PinRule, pin: string, forbiddenPieces: readonly string[]): RuleState {
  if (!rule.isLive || pin === '') return 'later';
  const checks: Readonly<Record<string, () => boolean>> = {
    not_digits: () => /^\d+$/.test(pin),
    too_short: () => pin.length >= rule.limit,
    too_long: () => pin.length <= rule.limit,
    same_digits: () => new Set(pin).size > 1,
    sequential_digits: () => !isRun(pin, 1) && !isRun(pin, -1),
    part_of_phone_number: () => !forbiddenPieces.some((piece) => pin.includes(piece)),
  };
  const check = checks[rule.code];
  if (!check) return 'later';
  return check() ? 'kept' : 'broken';
}
