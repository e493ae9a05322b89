import type { RandomSource } from '../random-source.ts';

/** Draws 0, 1, 2, … and begins again at 0 with every draw: for values that a test writes down. */
export class CountingRandom implements RandomSource {
  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, (_, index) => index % 256));
  }
}

/** Draws what it is given, then fails. */
export class ScriptedRandom implements RandomSource {
  readonly #draws: Buffer[];

  constructor(...draws: readonly Buffer[]) {
    this.#draws = [...draws];
  }

  bytes(length: number): Buffer {
    const drawn = this.#draws.shift();
    if (drawn?.length !== length) throw new Error(`no draw of ${length} octets is left`);
    return drawn;
  }
}
