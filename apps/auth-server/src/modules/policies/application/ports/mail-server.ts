import type { SecretBytes } from '@countersign/errors';
import type { Transaction } from '../../../../platform/database.ts';

/** When the password of the mail server was set, and by whom; never what it is. */
export interface PasswordMark {
  readonly setAt: number;
  readonly setBy: string;
}

/** The password of the mail server, sealed in Postgres. */
export interface MailPassword {
  mark(): Promise<PasswordMark | undefined>;
  /** @param password undefined: there is none any more */
  set(tx: Transaction, password: SecretBytes | undefined, mark: PasswordMark): Promise<void>;
  open(): Promise<SecretBytes | undefined>;
}

/** A line of the conversation with a mail server. */
export interface DialogueLine {
  readonly side: string;
  readonly text: string;
  readonly milliseconds: number;
}

/** A mail that an administrator sends to see the way work. */
export interface MailTest {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
}

/** What became of a test. */
export interface MailTestOutcome {
  readonly state: 'waiting' | 'sent' | 'failed';
  readonly lines: readonly DialogueLine[];
}

/** Tests under way, kept for some minutes. */
export interface MailTests {
  ask(test: MailTest): Promise<void>;
  /** The oldest that nobody took yet. */
  take(): Promise<MailTest | undefined>;
  report(id: string, outcome: MailTestOutcome): Promise<void>;
  /** Undefined: unknown, or long ago. */
  find(id: string): Promise<MailTestOutcome | undefined>;
}
