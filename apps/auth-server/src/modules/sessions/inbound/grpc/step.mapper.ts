import { sessionsV1 } from '@countersign/contracts';
import type { ShownStep, SignInResult } from '../../application/sign-in.use-case.ts';
import type { Prompt } from '../../application/sign-in-step.ts';

const { StepKind } = sessionsV1;
const KINDS = {
  refused: StepKind.REFUSED,
  prompt: StepKind.PROMPT,
  signed_in: StepKind.SIGNED_IN,
  enroll: StepKind.ENROLL,
  no_method: StepKind.NO_METHOD,
  over: StepKind.OVER,
} as const satisfies Record<ShownStep['kind'], sessionsV1.StepKind>;

/** A step on the wire. */
export function toWireStep(step: ShownStep): sessionsV1.Step {
  const isIn = step.kind === 'signed_in';
  return {
    kind: KINDS[step.kind],
    prompt: step.kind === 'prompt' ? toWirePrompt(step.prompt) : undefined,
    reference: 'reference' in step ? step.reference : '',
    wasBypassed: isIn && step.wasBypassed,
    recoveryCodesLeft: isIn ? step.recoveryCodesLeft : -1,
    pinChangeDue: isIn && step.isPinChangeDue,
  };
}

/** A step with the id of the session that it began. */
export function toWireResult({ session, step }: SignInResult): { session: string; step: sessionsV1.Step } {
  return { session, step: toWireStep(step) };
}

function toWirePrompt({ choices, ...prompt }: Prompt): sessionsV1.Prompt {
  return { ...prompt, choices: choices.map((choice) => ({ ...choice })) };
}
