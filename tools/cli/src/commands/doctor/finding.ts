/** What a check found. */
export interface Finding {
  readonly subject: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What to do; empty when all is well. */
  readonly remedy: string;
}

/** All is well. */
export function ok(subject: string, detail: string): Finding {
  return { subject, state: 'ok', detail, remedy: '' };
}

/** It works, but should not stay so. */
export function warning(subject: string, detail: string, remedy: string): Finding {
  return { subject, state: 'warning', detail, remedy };
}

/** It does not work. */
export function failed(subject: string, detail: string, remedy: string): Finding {
  return { subject, state: 'failed', detail, remedy };
}
