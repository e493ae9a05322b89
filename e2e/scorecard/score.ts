/** The parts of the composite with their most points (ux.md 7.3). */
export const PARTS = {
  tasks: 30,
  accessibility: 20,
  speed: 15,
  drills: 15,
  language: 10,
  safety: 10,
} as const;

/** A part of the composite. */
export type Part = keyof typeof PARTS;

/** One thing that was looked at. `met` between 0 and 1: the share of the budget that was met. Undefined: it was not run. */
export interface Finding {
  readonly part: Part;
  readonly name: string;
  readonly met: number | undefined;
  /** What was seen, for the table. */
  readonly seen: string;
}

/** Points out of 100, once over what was run and once over everything that the design asks for. */
export interface Composite {
  readonly ofRun: number;
  readonly ofAll: number;
  readonly parts: Readonly<Record<Part, { readonly points: number; readonly most: number; readonly notRun: number }>>;
}

/** Adds up. A part of which nothing was run gives no points in either sum and, in the first, takes none away. */
export function compositeOf(findings: readonly Finding[]): Composite {
  const parts = Object.fromEntries(
    (Object.keys(PARTS) as Part[]).map((part) => [part, partOf(part, findings)]),
  ) as Record<Part, { points: number; most: number; notRun: number; share: number; shareOfAll: number }>;
  const run = Object.values(parts).filter(({ share }) => !Number.isNaN(share));
  const most = run.reduce((sum, part) => sum + part.most, 0);
  const points = run.reduce((sum, part) => sum + part.share * part.most, 0);
  const ofAll = Object.values(parts).reduce((sum, part) => sum + part.shareOfAll * part.most, 0);
  return { ofRun: most === 0 ? 0 : Math.round((points * 100) / most), ofAll: Math.round(ofAll), parts };
}

function partOf(part: Part, findings: readonly Finding[]) {
  const most = PARTS[part];
  const all = findings.filter((finding) => finding.part === part);
  const run = all.filter(({ met }) => met !== undefined);
  const sum = run.reduce((total, { met = 0 }) => total + met, 0);
  const share = run.length === 0 ? Number.NaN : sum / run.length;
  const shareOfAll = all.length === 0 ? 0 : sum / all.length;
  return { points: Math.round(shareOfAll * most * 10) / 10, most, notRun: all.length - run.length, share, shareOfAll };
}

/** How much of a budget was met: 1 within it, less the further past it. */
export function shareOfBudget(value: number, budget: number): number {
  if (value <= budget) return 1;
  return budget === 0 ? 0 : Math.max(0, 2 - value / budget);
}
