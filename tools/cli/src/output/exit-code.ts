import type { ErrorCode } from '@countersign/errors';

/** What the command exits with; `countersign --help` lists the same. */
export const ExitCode = {
  done: 0,
  refused: 1,
  usage: 2,
  unavailable: 3,
  outcomeUnknown: 4,
  fault: 70,
  interrupted: 130,
} as const;

/** See {@link ExitCode}. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The lines of `--help` on exit codes. */
export const EXIT_CODE_HELP = `Exit codes:
  0    done; for a question, the answer is yes
  1    refused, not found, conflict; for a question, the answer is no
  2    wrong usage: an option or a value is not right, nothing was changed
  3    not possible now (master offline, no server reachable, throttled): try again
  4    it is not known whether the change was made: repeat with the idempotency key shown
  70   a fault in Countersign`;

/** Exit code of every error code. */
export const exitCodeOf = {
  invalid_request: ExitCode.usage,
  caller_not_allowed: ExitCode.refused,
  sign_in_required: ExitCode.refused,
  proof_required: ExitCode.refused,
  permission_missing: ExitCode.refused,
  not_allowed: ExitCode.refused,
  not_found: ExitCode.refused,
  user_not_found: ExitCode.refused,
  authenticator_not_found: ExitCode.refused,
  already_exists: ExitCode.refused,
  authenticator_already_bound: ExitCode.refused,
  activation_code_expired: ExitCode.refused,
  version_conflict: ExitCode.refused,
  attempts_throttled: ExitCode.unavailable,
  directory_unavailable: ExitCode.unavailable,
  delivery_unavailable: ExitCode.unavailable,
  master_offline: ExitCode.unavailable,
  write_outcome_unknown: ExitCode.outcomeUnknown,
  storage_full: ExitCode.unavailable,
  deadline_exceeded: ExitCode.unavailable,
  unavailable: ExitCode.unavailable,
  internal: ExitCode.fault,
} satisfies Record<ErrorCode, ExitCode>;
