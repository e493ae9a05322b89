/** The next round number at or above a value, so that an axis ends at one; never 0. */
export function niceMaximum(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= value) ?? 10;
  return step * power;
}

/** Where an axis has its lines: five, from 0 to the maximum; whole numbers only where the maximum is small. */
export function ticksOf(maximum: number): number[] {
  const parts = maximum < 4 && Number.isInteger(maximum) ? maximum : 4;
  return Array.from({ length: parts + 1 }, (_, i) => (maximum / parts) * i);
}

/** The path of a line; it breaks where a value is missing. */
export function linePath(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let isDrawing = false;
  const parts = values.map((value, index) => {
    const command = isDrawing ? 'L' : 'M';
    isDrawing = value !== null;
    return value === null ? '' : `${command}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
  });
  return parts.join('');
}
