import { useEffect, useState } from 'react';
import { usePreferences } from '../shell/preferences.ts';
import { useLanguage, useText } from '../text/text-context.tsx';

/** Properties of {@link Time}. */
export interface TimeProps {
  /** ISO 8601, or milliseconds since 1970; nothing: "never". */
  readonly value: string | number | null | undefined;
  readonly format?: 'datetime' | 'date' | 'time' | 'seconds';
  /** "4 minutes ago" under an hour, beside the exact time in the title. */
  readonly isRelative?: boolean;
}

const FORMATS: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  datetime: { dateStyle: 'medium', timeStyle: 'short' },
  date: { dateStyle: 'medium' },
  time: { timeStyle: 'short' },
  seconds: { dateStyle: 'medium', timeStyle: 'medium' },
};

/** Formats instants in the person's language and zone; for texts with a time inside. */
export function useTimeText(): (value: string | number | Date, format?: TimeProps['format']) => string {
  const { locale } = useLanguage();
  const { timeZone } = usePreferences();
  return (value, format = 'datetime') =>
    new Intl.DateTimeFormat(locale, { ...FORMATS[format], timeZone: timeZone || undefined }).format(new Date(value));
}

/** The short name of the zone that times are shown in, for the heads of columns. */
export function useZoneName(): string {
  const { locale } = useLanguage();
  const { timeZone } = usePreferences();
  const format = new Intl.DateTimeFormat(locale, { timeZoneName: 'short', timeZone: timeZone || undefined });
  return format.formatToParts(new Date()).find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
}

/** An instant, in the person's zone; its title is ISO 8601 in UTC. */
export function Time({ value, format = 'datetime', isRelative }: TimeProps) {
  const t = useText();
  const say = useTimeText();
  const { locale } = useLanguage();
  const now = useNow(isRelative ? 15_000 : 0);
  if (value === null || value === undefined || value === '' || value === 0) return <span>{t('kit.never')}</span>;
  const date = new Date(value);
  const minutes = Math.round((date.getTime() - now) / 60_000);
  const isNear = isRelative && Math.abs(minutes) < 60;
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()}>
      {isNear ? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(minutes, 'minute') : say(date, format)}
    </time>
  );
}

/** The clock, for what counts down; `every` 0: stands still. */
export function useNow(every = 1000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (every === 0) return undefined;
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/** What is left until an instant, as minutes and seconds; says when it is over. */
export function Countdown({ until, onOver }: { until: string | number; onOver?: () => void }) {
  const t = useText();
  const now = useNow();
  const left = Math.max(0, Math.ceil((new Date(until).getTime() - now) / 1000));
  useEffect(() => {
    if (left === 0) onOver?.();
  }, [left === 0]);
  return (
    <span role="timer">
      {t('kit.countdown', { minutes: Math.floor(left / 60), seconds: String(left % 60).padStart(2, '0') })}
    </span>
  );
}
