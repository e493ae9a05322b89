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
  add(codeHash: Buffer, process: ActivatedProcess, expiresAt: number, context: CommandContext): Promise<void>;
  /** Uses them up, in one statement; undefined: unknown, used or expired. */
  consume(codeHash: Buffer, now: number): Promise<ActivatedProcess | undefined>;
  /** Notes what was issued. */
  record(process: ActivatedProcess, certificateSerial: string, context: CommandContext): Promise<void>;
}
