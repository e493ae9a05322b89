import { Badge, Cluster, Countdown, type Tone, useText } from '@countersign/ui-kit';
import type { User } from './types.ts';

/** What a user is at the moment, most important first. */
export function statusesOf(user: User & { readonly deletedAt?: string | null }): readonly string[] {
  const { standing } = user;
  const isEnrolled = user.methods.some(({ kind, state }) => state === 'active' && kind !== 'recovery_codes');
  const now = Date.now();
  const facts: readonly (readonly [string, boolean])[] = [
    ['deleted', Boolean(user.deletedAt)],
    ['blocked', standing?.isBlocked === true],
    ['locked', isLater(standing?.lockedUntil, now)],
    ['disabled', !user.isEnabled],
    ['bypass', isLater(standing?.bypassUntil, now)],
    ['notEnrolled', !isEnrolled],
    ['pinChange', user.isPinChangeRequired],
    ['unknown', standing === null],
  ];
  const holds = facts.filter(([, isSo]) => isSo).map(([name]) => name);
  return holds.length === 0 ? ['enabled'] : holds;
}

function isLater(instant: string | null | undefined, now: number): boolean {
  return Boolean(instant) && Date.parse(instant ?? '') > now;
}

const TONES: Readonly<Record<string, Tone>> = {
  enabled: 'success',
  blocked: 'danger',
  locked: 'danger',
  disabled: 'warning',
  bypass: 'warning',
  notEnrolled: 'info',
  pinChange: 'info',
};

/** The states of a user as badges; a bypass counts down. */
export function UserStatus({ user }: { user: User & { readonly deletedAt?: string | null } }) {
  const t = useText();
  return (
    <Cluster>
      {statusesOf(user).map((status) => (
        <Badge key={status} tone={TONES[status] ?? 'neutral'}>
          {t(`users.status.${status}`)}
          {status === 'bypass' && user.standing?.bypassUntil && (
            <>
              {' '}
              <Countdown until={user.standing.bypassUntil} />
            </>
          )}
        </Badge>
      ))}
    </Cluster>
  );
}
