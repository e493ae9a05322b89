import { databaseFailure } from './database-failure.ts';
import { messageOf } from './error-facts.ts';
import type { NodeProbe } from './node-probe.ts';
import type { DatabaseNodeAddress, NodeState, ProbeFacts } from './node-state.ts';

/** One lost packet is no lost server. */
const FAILURES_UNTIL_DOWN = 2;

/** What is known of one node, from its probes and from statements that failed there. */
export class NodeMonitor {
  readonly address: DatabaseNodeAddress;
  readonly #probe: NodeProbe;
  readonly #now: () => number;
  #facts: ProbeFacts | undefined;
  #lastFacts: ProbeFacts | undefined;
  #failedProbes = 0;
  #goodProbes = 0;
  #lastContactAt: number | undefined;
  #problem = 'not asked yet';
  #asking: Promise<void> | undefined;

  constructor(address: DatabaseNodeAddress, probe: NodeProbe, now: () => number) {
    this.address = address;
    this.#probe = probe;
    this.#now = now;
  }

  /** Where the node stands. */
  get state(): NodeState {
    return {
      address: this.address,
      facts: this.#facts,
      lastFacts: this.#lastFacts,
      failedProbes: this.#failedProbes,
      lastContactAt: this.#lastContactAt,
      problem: this.#problem,
    };
  }

  /** Probes that succeeded one after the other. */
  get goodProbes(): number {
    return this.#goodProbes;
  }

  /** Asks the node once; whoever asks while an answer is awaited gets the same. Does not reject. */
  async probe(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    await this.#asking;
  }

  async #ask(): Promise<void> {
    try {
      const facts = await this.#probe.ask();
      // A node that changed its part in the cluster proves itself anew.
      if (facts.isInRecovery !== this.#facts?.isInRecovery || facts.timeline !== this.#facts.timeline) {
        this.#goodProbes = 0;
      }
      this.#facts = facts;
      this.#lastFacts = facts;
      this.#failedProbes = 0;
      this.#goodProbes += 1;
      this.#lastContactAt = this.#now();
      this.#problem = '';
    } catch (error) {
      this.#failedProbes += 1;
      this.#goodProbes = 0;
      this.#problem = messageOf(error);
      if (this.#failedProbes >= FAILURES_UNTIL_DOWN || databaseFailure(error) === 'lost') this.#facts = undefined;
    }
  }

  /** A statement has shown that the node cannot be used; it counts again after good probes. */
  markDown(problem: string): void {
    this.#facts = undefined;
    this.#goodProbes = 0;
    this.#failedProbes = Math.max(this.#failedProbes, FAILURES_UNTIL_DOWN);
    this.#problem = problem;
  }

  close(): void {
    this.#probe.close();
  }
}
