import { Banner, Stack, useText } from '@countersign/ui-kit';
import type { Client } from './types.ts';

type OneAdvice = Client['advice'][number];

/** The timeout advisor: what the client's patience and the policy's methods say to each other. */
export function Advice({ client }: { client: Client }) {
  const t = useText();
  const say = (advice: OneAdvice): string => {
    const values = {
      deadline: advice.deadlineSeconds,
      needed: advice.neededSeconds,
      observed: Math.round(advice.observedMilliseconds / 1000),
      count: advice.count,
    };
    return advice.kind === 'too_short'
      ? t(`nas.advice.${advice.need}`, values)
      : t(`nas.advice.${advice.kind}`, values);
  };
  const told = client.advice.filter(({ kind }) => kind !== 'fits');
  if (told.length === 0) return null;
  return (
    <Stack>
      {told.map((advice) => (
        <Banner key={`${advice.kind} ${advice.need}`} tone={advice.kind === 'too_short' ? 'warning' : 'info'}>
          {say(advice)}
        </Banner>
      ))}
    </Stack>
  );
}
