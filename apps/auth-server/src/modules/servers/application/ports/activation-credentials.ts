import type { CommandContext } from '../../../../platform/command-context.ts';

/** DI token of the {@link ActivationCredentials}. */
export const ACTIVATION_CREDENTIALS = Symbol('ACTIVATION_CREDENTIALS');

/** The process that a certificate is for. */
export interface ActivatedProcess {
  readonly service: string;
  readonly instance: string;
}

/** Credentials by which a new process gets its certificate: single use, kept only as a keyed hash. */
export interface ActivationCredentials {
  /** Earlier credentials of the same process that were not used are void. */
  add(codeHash: Buffer, process: ActivatedProcess, expiresAt: number, context: CommandContext): Promise<void>;
  /**
   * Uses them up, in one statement, and notes what `issue` makes for the process, all or nothing.
   * @returns undefined: unknown, used or expired
   */
  consume<T extends { readonly serial: string }>(
    codeHash: Buffer,
    context: CommandContext,
    issue: (process: ActivatedProcess) => Promise<T>,
  ): Promise<T | undefined>;
}
