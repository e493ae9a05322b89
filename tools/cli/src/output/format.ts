const UNITS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/** An instant in local time, "2026-03-01 13:00:05"; empty for 0, which stands for "never" on the wire. */
export function instant(milliseconds: number): string {
  if (milliseconds <= 0) return '';
  const at = new Date(milliseconds);
  if (Number.isNaN(at.getTime())) return '';
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** A duration in its largest unit, "5 min", "90 d". */
export function duration(seconds: number): string {
  for (const [size, unit] of UNITS) if (seconds >= size && seconds % size === 0) return `${seconds / size} ${unit}`;
  return `${Math.round(seconds)} s`;
}

/** How long ago, roughly: "3 s ago", "2 h ago"; "never" for 0. */
export function ago(milliseconds: number, now: number): string {
  if (milliseconds <= 0) return 'never';
  const seconds = Math.max(0, Math.floor((now - milliseconds) / 1000));
  const [size, unit] = UNITS.find(([each]) => seconds >= each) ?? [1, 's'];
  return `${Math.floor(seconds / size)} ${unit} ago`;
}

/** "yes" or "no". */
export function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

/** A number of octets, "3.2 MB". */
export function octets(count: number): string {
  if (count < 1024) return `${count} B`;
  const units = ['KB', 'MB', 'GB', 'TB'] as const;
  const power = Math.min(units.length, Math.floor(Math.log2(count) / 10));
  return `${(count / 1024 ** power).toFixed(1)} ${units[power - 1] ?? 'TB'}`;
}

/** "1 user", "2 users". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
