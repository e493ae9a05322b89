import type { Locator, Page } from 'playwright-core';
import { shareOfBudget } from './score.ts';

/** What a person had to do (ux.md 7.1). */
export interface Effort {
  readonly pointer: number;
  readonly keys: number;
  readonly screens: number;
}

/** Does what a person does at a page and counts it: clicks, keys, and screens seen (changes of the address or dialogs). */
export class Recorder {
  readonly page: Page;
  #pointer = 0;
  #keys = 0;
  #screens = 1;

  constructor(page: Page) {
    this.page = page;
    let last = page.url();
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame() || frame.url() === last) return;
      last = frame.url();
      this.#screens += 1;
    });
  }

  get effort(): Effort {
    return { pointer: this.#pointer, keys: this.#keys, screens: this.#screens };
  }

  /** One click. */
  async click(target: Locator): Promise<void> {
    await target.click();
    this.#pointer += 1;
  }

  /** A click into the field and each key; `isFocused`: the page has put the focus there, so no click is needed. */
  async type(target: Locator, text: string, isFocused = false): Promise<void> {
    if (isFocused) await target.waitFor();
    else await this.click(target);
    await target.pressSequentially(text);
    this.#keys += text.length;
  }

  /** One key, as Enter. */
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
    this.#keys += 1;
  }

  /** A dialog that opened counts as a screen. */
  dialog(): void {
    this.#screens += 1;
  }
}

/** The share of a budget of efforts that was met, each kind alike. */
export function effortShare(effort: Effort, budget: Partial<Effort>): number {
  const kinds = (['pointer', 'keys', 'screens'] as const).filter((kind) => budget[kind] !== undefined);
  return kinds.reduce((sum, kind) => sum + shareOfBudget(effort[kind], budget[kind] ?? 0), 0) / kinds.length;
}
