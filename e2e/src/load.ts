import { eventually } from './eventually.ts';
import { type Nas, type Reply, Silence } from './nas.ts';
import type { Person } from './people.ts';

/** One sign-in of a load and what became of it. */
export interface Outcome {
  readonly person: Person;
  readonly code: string;
  readonly isRight: boolean;
  readonly kind: Reply['kind'] | 'silence';
}

/** How long a VPN goes on asking, a fault included. */
const PATIENCE_MS = 25_000;
/** One in so many types a wrong code. */
const WRONG_EVERY = 8;

/** Sign-ins at a steady pace, each by somebody else, so that every accept stands for one code. */
export class SignInLoad {
  readonly #people: readonly Person[];
  readonly #nas: readonly Nas[];
  readonly #running: Promise<void>[] = [];
  readonly #outcomes: Outcome[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(people: readonly Person[], nas: readonly Nas[]) {
    this.#people = people;
    this.#nas = nas;
  }

  /** Begins; ends by itself when everybody had a turn. */
  start({ perSecond }: { readonly perSecond: number }): void {
    this.#timer = setInterval(() => this.#begin(), 1000 / perSecond);
  }

  /** Resolves when so many had their answer. */
  async untilDecided(count: number): Promise<void> {
    await eventually(`${count} answers`, () => this.#outcomes.length >= count, 60_000);
  }

  /** Resolves when so many have begun. */
  async untilBegun(count: number): Promise<void> {
    await eventually(`${count} sign-ins begun`, () => this.#running.length >= count, 60_000);
  }

  /** Everything that happened, once all had their answer or gave up. */
  async end(): Promise<readonly Outcome[]> {
    await eventually('the end of the load', () => this.#running.length === this.#people.length, 60_000);
    await Promise.all(this.#running);
    return this.#outcomes;
  }

  /** Sends the same codes again, each in a new request. */
  async replay(outcomes: readonly Outcome[]): Promise<readonly Outcome[]> {
    const replays: Outcome[] = [];
    for (const [index, { person, code, isRight }] of outcomes.entries()) {
      replays.push({ person, code, isRight, kind: await this.#ask(person, code, index) });
    }
    return replays;
  }

  #begin(): void {
    const index = this.#running.length;
    const person = this.#people[index];
    if (person === undefined) {
      clearInterval(this.#timer);
      return;
    }
    const isRight = index % WRONG_EVERY !== WRONG_EVERY - 1;
    const code = isRight ? person.device.now() : person.device.wrong();
    const run = async (): Promise<void> => {
      const kind = await this.#ask(person, code, index);
      this.#outcomes.push({ person, code, isRight, kind });
    };
    this.#running.push(run());
  }

  async #ask(person: Person, code: string, index: number): Promise<Outcome['kind']> {
    const nas = this.#nas[index % this.#nas.length] as Nas;
    try {
      return (await nas.ask({ userName: person.name, password: code }, PATIENCE_MS)).kind;
    } catch (error) {
      if (error instanceof Silence) return 'silence';
      throw error;
    }
  }
}
