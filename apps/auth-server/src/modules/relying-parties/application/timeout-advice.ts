import type { RelyingPartyPolicy } from '@countersign/domain';
import type { ClientTraffic } from './ports/traffic-memory.ts';

/** What needs the time of the person, or of the directory. */
export type TimeNeed = 'text_message' | 'totp' | 'hotp' | 'recovery_code' | 'directory';

/** What stands against the time that a client waits. */
export interface TimeoutAdvice {
  readonly kind: 'too_short' | 'fits' | 'waits_longer' | 'repeats_often';
  /** For `too_short`. */
  readonly need: TimeNeed | '';
  readonly deadlineSeconds: number;
  readonly neededSeconds: number;
  readonly observedMilliseconds: number;
  readonly count: number;
}

/** How long a person takes: a text message has to arrive, an app to be opened, a paper to be found. */
const PERSON_SECONDS: Readonly<Record<Exclude<TimeNeed, 'directory'>, number>> = {
  text_message: 60,
  totp: 30,
  hotp: 30,
  recovery_code: 60,
};
const DIRECTORY_SECONDS = 8;
const OFTEN_MILLISECONDS = 2000;
const MANY = 5;

type Traffic = Pick<
  ClientTraffic,
  'retransmissions' | 'longestRetransmissionMilliseconds' | 'retransmissionMilliseconds'
>;

/**
 * Compares the time that a client waits in all with what its policy asks of a person, and with what its repeats show.
 * Where the code comes in the same field as the password, it is ready before the request and needs no time.
 */
export function timeoutAdvice(
  { nasDeadlineSeconds, policy }: { readonly nasDeadlineSeconds: number; readonly policy: RelyingPartyPolicy },
  traffic: Traffic | undefined,
): readonly TimeoutAdvice[] {
  const nothing = {
    need: '',
    deadlineSeconds: nasDeadlineSeconds,
    neededSeconds: 0,
    observedMilliseconds: 0,
    count: 0,
  } as const;
  const short = needsOf(policy)
    .filter(({ seconds }) => seconds > nasDeadlineSeconds)
    .map(({ need, seconds }) => ({ ...nothing, kind: 'too_short' as const, need, neededSeconds: seconds }));
  const first: readonly TimeoutAdvice[] = short.length > 0 ? short : [{ ...nothing, kind: 'fits' }];
  return [...first, ...observed(nasDeadlineSeconds, traffic).map((each) => ({ ...nothing, ...each }))];
}

function needsOf(policy: RelyingPartyPolicy): readonly { readonly need: TimeNeed; readonly seconds: number }[] {
  const directory =
    policy.passwordSource === 'directory' ? [{ need: 'directory' as const, seconds: DIRECTORY_SECONDS }] : [];
  if (policy.codeEntry === 'concatenated') return directory;
  const people = policy.allowedMethods.flatMap((method) =>
    Object.hasOwn(PERSON_SECONDS, method)
      ? [{ need: method as TimeNeed, seconds: PERSON_SECONDS[method as keyof typeof PERSON_SECONDS] }]
      : [],
  );
  return [...people, ...directory].sort((one, other) => other.seconds - one.seconds);
}

function observed(
  deadlineSeconds: number,
  traffic: Traffic | undefined,
): readonly Pick<TimeoutAdvice, 'kind' | 'observedMilliseconds' | 'count'>[] {
  if (traffic === undefined || traffic.retransmissions === 0) return [];
  const {
    retransmissions: count,
    longestRetransmissionMilliseconds: longest,
    retransmissionMilliseconds: every,
  } = traffic;
  return [
    ...(longest > deadlineSeconds * 1000
      ? [{ kind: 'waits_longer' as const, observedMilliseconds: longest, count }]
      : []),
    ...(count >= MANY && every > 0 && every < OFTEN_MILLISECONDS
      ? [{ kind: 'repeats_often' as const, observedMilliseconds: every, count }]
      : []),
  ];
}
