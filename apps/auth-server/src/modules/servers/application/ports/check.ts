/** What a check found: `remedy` says what to do, and is empty when all is well. */
export interface Finding {
  readonly subject: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  readonly remedy: string;
}

/** One check; what it throws becomes a finding. */
export interface Check {
  readonly subject: string;
  run(): Promise<readonly Finding[]>;
}
