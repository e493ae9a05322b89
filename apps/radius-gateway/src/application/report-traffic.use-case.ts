import { setTimeout as delay } from 'node:timers/promises';
import type {
  SelfTestOrder,
  SelfTestResult,
  TrafficReports,
  TrafficSource,
  TrafficWishes,
} from './ports/traffic-reports.ts';

const EVERY_MILLISECONDS = 1000;
/** Results that no auth-server took; the administrator has long gone by then. */
const MAX_RESULTS = 20;

/** What {@link ReportTraffic} needs beside its reports. */
export interface ReportTrafficOptions {
  readonly everyMilliseconds?: number;
  /** Told that a report was not taken. */
  readonly onFailure: (error: unknown) => void;
}

/** Tells the core about once a second what came from whom, and does what administrators want of this gateway. */
export class ReportTraffic {
  readonly #reports: TrafficReports;
  readonly #options: ReportTrafficOptions;
  readonly #stopping = new AbortController();
  #source: TrafficSource | undefined;
  #watched: readonly string[] = [];
  #results: SelfTestResult[] = [];
  #wake: AbortController = new AbortController();

  constructor(reports: TrafficReports, options: ReportTrafficOptions) {
    this.#reports = reports;
    this.#options = options;
  }

  /** Reports until {@link stop}. */
  execute(source: TrafficSource): void {
    this.#source = source;
    void this.#reportForEver(source);
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #reportForEver(source: TrafficSource): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#reportOnce(source);
      this.#wake = new AbortController();
      const early = AbortSignal.any([signal, this.#wake.signal]);
      await delay(this.#options.everyMilliseconds ?? EVERY_MILLISECONDS, undefined, { signal: early }).catch(
        () => undefined,
      );
    }
  }

  async #reportOnce(source: TrafficSource): Promise<void> {
    const { clients, unknownSenders } = source.changes();
    const packetLists = this.#watched.flatMap((key) => source.packets(key) ?? []);
    const testResults = this.#results;
    try {
      const wishes = await this.#reports.send({ clients, unknownSenders, packetLists, testResults });
      source.settle();
      this.#results = this.#results.filter((result) => !testResults.includes(result));
      this.#follow(source, wishes);
    } catch (error) {
      source.forgetTold();
      this.#options.onFailure(error);
    }
  }

  #follow(source: TrafficSource, { watched, tests, wantsEverything }: TrafficWishes): void {
    const isNew = watched.some((key) => !this.#watched.includes(key));
    this.#watched = watched;
    source.keepShown(watched);
    if (wantsEverything) source.forgetTold();
    if (isNew) this.#hurry();
    for (const order of tests) void this.#test(order);
  }

  async #test(order: SelfTestOrder): Promise<void> {
    try {
      const result = await this.#source?.runTest(order);
      if (result !== undefined) this.#results = [...this.#results, result].slice(-MAX_RESULTS);
    } catch (error) {
      this.#options.onFailure(error);
    }
    this.#hurry();
  }

  /** Somebody waits: the next report goes out at once. */
  #hurry(): void {
    setImmediate(() => this.#wake.abort());
  }
}
