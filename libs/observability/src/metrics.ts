import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** A metric; its name is `countersign_<noun>_<unit>`, its labels have few values and never a user's name. */
export interface MetricDefinition<L extends string = string> {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly L[];
}

const NAME = /^countersign_[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
/** From a cached answer to the patience of a NAS, in seconds. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * The metrics of a process: its own, and the standard ones about processor time, memory, garbage collection and the lag
 * of the event loop. A registry of its own, so that two services in one test do not share counters.
 */
export class Metrics {
  readonly #registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Counts up; the name ends in `_total`. */
  counter<L extends string = never>(definition: MetricDefinition<L>): Counter<L> {
    checkName(definition.name, (name) => name.endsWith('_total'), 'a counter ends in _total');
    return new Counter(this.#configuration(definition));
  }

  /** Goes up and down. */
  gauge<L extends string = never>(definition: MetricDefinition<L>): Gauge<L> {
    checkName(definition.name, (name) => !name.endsWith('_total'), 'only a counter ends in _total');
    return new Gauge(this.#configuration(definition));
  }

  /** Durations in seconds (the name ends in `_seconds`) or sizes, by buckets. */
  histogram<L extends string = never>(
    definition: MetricDefinition<L> & { readonly buckets?: readonly number[] },
  ): Histogram<L> {
    checkName(definition.name, (name) => !name.endsWith('_total'), 'only a counter ends in _total');
    return new Histogram({
      ...this.#configuration(definition),
      buckets: [...(definition.buckets ?? DURATION_BUCKETS)],
    });
  }

  /** Everything in the text format that Prometheus reads. */
  async render(): Promise<{ readonly contentType: string; readonly body: string }> {
    return { contentType: this.#registry.contentType, body: await this.#registry.metrics() };
  }

  #configuration<L extends string>({ name, help, labels = [] }: MetricDefinition<L>) {
    return { name, help, labelNames: [...labels], registers: [this.#registry] };
  }
}

function checkName(name: string, isRight: (name: string) => boolean, rule: string): void {
  if (!NAME.test(name)) throw new Error(`the metric ${name} must be named countersign_<noun>_<unit>`);
  if (!isRight(name)) throw new Error(`the metric ${name}: ${rule}`);
}
