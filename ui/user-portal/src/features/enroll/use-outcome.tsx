import { Banner, useGo, useLocationPath, useSession, useText } from '@countersign/ui-kit';
import { useState } from 'react';
import type { EnrollmentOutcome } from './kinds.ts';

/** Where the pages of an enrollment are: `/enroll` at the first sign-in, `/methods/add` later. */
export function useBase(): string {
  return useLocationPath().startsWith('/methods') ? '/methods/add' : '/enroll';
}

/** What an enrollment led to: on to the next step, or why not, in words. */
export function useOutcome(): {
  take: (outcome: EnrollmentOutcome) => Promise<boolean>;
  refusal: EnrollmentOutcome | undefined;
} {
  const go = useGo();
  const base = useBase();
  const { refresh } = useSession();
  const [refusal, setRefusal] = useState<EnrollmentOutcome>();
  const take = async (outcome: EnrollmentOutcome) => {
    const { enrolled } = outcome;
    setRefusal(enrolled ? undefined : outcome);
    if (!enrolled) return false;
    if (enrolled.completedSignIn) await refresh();
    go(`${base}/done`, { kind: enrolled.kind, name: enrolled.name, next: enrolled.next.join(',') });
    return true;
  };
  return { take, refusal };
}

/** Why a code or a device was not accepted, and what to do. */
export function Refusal({ outcome }: { outcome: EnrollmentOutcome | undefined }) {
  const t = useText();
  if (!outcome?.refusal) return null;
  const { refusal, attemptsLeft, clockMinutes } = outcome;
  const minutes = Math.abs(clockMinutes);
  const isLate = clockMinutes < 0;
  return (
    <div role="alert">
      <Banner tone="danger">
        {refusal === 'clock_off'
          ? t(isLate ? 'enroll.refusal.clockLate' : 'enroll.refusal.clockEarly', { minutes })
          : t(`enroll.refusal.${refusal}`)}{' '}
        {refusal === 'wrong_code' && attemptsLeft > 0 && t('enroll.refusal.left', { count: attemptsLeft })}
      </Banner>
    </div>
  );
}
