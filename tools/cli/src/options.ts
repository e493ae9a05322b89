import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';

/** Adds the examples to a command's `--help`. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  const lines = examples.map((example) => `  $ countersign ${example}`).join('\n');
  return command.addHelpText('after', `\nExamples:\n${lines}\n`);
}

/** For an option that may be given several times. */
export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (Number.isNaN(number) || number < min || number > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return number;
  };
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, m: 60, h: 3_600, d: 86_400 };

/** A duration such as "300", "5min", "2h", "90d", in seconds. */
export function seconds(value: string): number {
  const [, digits, unit = 's'] = /^(\d{1,9})\s*(s|min|m|h|d)?$/.exec(value) ?? [];
  if (digits === undefined) throw new InvalidArgumentError('It must be a duration: 300, 5min, 2h or 90d.');
  return Number(digits) * (SECONDS[unit] ?? 1);
}

/** An instant such as "2026-03-01", "2026-03-01 13:00" or "2h" (ago), in milliseconds since 1970. */
export function moment(now: () => number): (value: string) => number {
  return (value) => {
    if (/^\d{1,9}\s*(s|min|m|h|d)$/.test(value)) return now() - seconds(value) * 1000;
    const at = /^\d{4}-\d{2}-\d{2}/.test(value) ? new Date(value.replace(' ', 'T')).getTime() : Number.NaN;
    if (Number.isNaN(at))
      throw new InvalidArgumentError('It must be 2026-03-01, "2026-03-01 13:00", or 2h for two hours ago.');
    return at;
  };
}

/** `name=value` pairs, given several times. */
export function collectPairs(
  value: string,
  previous: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const at = value.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be name=value.');
  return { ...previous, [value.slice(0, at)]: value.slice(at + 1) };
}

/** "yes" or "no" as a value. */
export function yesOrNo(value: string): boolean {
  if (value === 'yes' || value === 'no') return value === 'yes';
  throw new InvalidArgumentError('It must be yes or no.');
}
