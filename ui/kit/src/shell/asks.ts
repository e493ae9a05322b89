import type { ApiProblem } from '../api/problem.ts';

/** What a request may need from the person before it can go on. */
export type AskKind = 'proof' | 'sign_in';

/** A question that is open. */
export interface Ask {
  readonly kind: AskKind;
  readonly problem: ApiProblem;
}

/** Collects the requests that wait for one answer: several that fail together open one dialog. */
export class Asks {
  private open: Ask | undefined;
  private waiting: ((isDone: boolean) => void)[] = [];
  private readonly listeners = new Set<() => void>();

  current = (): Ask | undefined => this.open;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Resolves with true when the person did it and the request is to be repeated. */
  ask(kind: AskKind, problem: ApiProblem): Promise<boolean> {
    // A session that ended matters more than a proof in it.
    if (!this.open || kind === 'sign_in') this.open = { kind, problem };
    const answer = new Promise<boolean>((resolve) => this.waiting.push(resolve));
    this.tell();
    return answer;
  }

  answer(isDone: boolean): void {
    const waiting = this.waiting;
    this.waiting = [];
    this.open = undefined;
    this.tell();
    for (const resolve of waiting) resolve(isDone);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
