/** What is counted per hour. `label` and `part` say what of it; see `hourlyCounts`. */
export type Measure = 'sign_in' | 'denial' | 'method' | 'delivery' | 'delivery_time' | 'standing';

/** So many of one thing in one hour. */
export interface HourlyCount {
  /** Milliseconds since 1970, the beginning of the hour. */
  readonly hour: number;
  readonly measure: Measure;
  readonly label: string;
  readonly part: string;
  readonly count: number;
}

/** Upper bounds of the classes of delivery times, milliseconds; what took longer is in the last one. */
export const DELIVERY_TIME_CLASSES = [250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 600_000] as const;
