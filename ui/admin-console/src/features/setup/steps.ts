/** The steps in their order; the server keeps which of them comes next. */
export const STEPS = ['company', 'administrator', 'checks', 'radius', 'summary'] as const;

/** See {@link STEPS}. */
export type Step = (typeof STEPS)[number];

/** True for a step of the wizard. */
export function isStep(value: string): value is Step {
  return (STEPS as readonly string[]).includes(value);
}

/** How far the set-up has come, as the server says. */
export interface SetupState {
  readonly isOpen: boolean;
  readonly isAuthorized: boolean;
  readonly step: string;
  readonly companyName: string;
  readonly language: string;
  readonly timeZone: string;
  readonly administrator: string;
  readonly radiusClient: string;
  readonly skippedSteps: readonly string[];
}

/** True when everything before the step is done. */
export function isReachable(step: Step, state: SetupState): boolean {
  return STEPS.indexOf(step) <= Math.max(0, STEPS.indexOf(isStep(state.step) ? state.step : 'company'));
}

/** After a step only its state is old: waiting for anything else would hold up the next step. */
export const STATE_ONLY = { invalidates: ['GET /api/setup'] } as const;
