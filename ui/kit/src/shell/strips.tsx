import { useEffect, useState } from 'react';
import { Button, LinkButton } from '../components/button.tsx';
import { Banner } from '../components/parts.tsx';
import { Countdown, useNow, useTimeText } from '../components/time.tsx';
import { useText } from '../text/text-context.tsx';
import { useLive, useMasterOffline } from './live.tsx';
import { lastAnswerAt, type Session, useSession } from './session.tsx';
import styles from './switches.module.css';

const WARN_BEFORE = 2 * 60_000;

/** What everybody must know on every page: no changes (R6), old data (R5), session about to end (R9). */
export function Strips({ serversPath }: { serversPath?: string }) {
  return (
    <div className={styles.strips}>
      <MasterStrip serversPath={serversPath} />
      <LiveStrip />
      <SessionStrip />
    </div>
  );
}

function MasterStrip({ serversPath }: { serversPath?: string }) {
  const t = useText();
  const { isOffline, master, server } = useMasterOffline();
  return (
    <div role="status">
      {isOffline && (
        <Banner
          tone="warning"
          action={serversPath && <LinkButton to={serversPath}>{t('kit.master.servers')}</LinkButton>}
        >
          <strong>{t('kit.master.title', { master: master ?? t('kit.master.unknown') })}</strong>{' '}
          {t('kit.master.text', { server: server || t('kit.master.unknown') })}
        </Banner>
      )}
    </div>
  );
}

function LiveStrip() {
  const t = useText();
  const say = useTimeText();
  const { isInterrupted, freshAt } = useLive();
  return (
    <div role="status">
      {isInterrupted && <Banner>{t('kit.live.interrupted', { time: say(freshAt, 'seconds') })}</Banner>}
    </div>
  );
}

function SessionStrip() {
  const t = useText();
  const { session, refresh } = useSession();
  const now = useNow(5000);
  const [isBusy, setBusy] = useState(false);
  const end = endOf(session);
  useEffect(() => {
    // The end has come: ask the server, which knows about other tabs.
    if (now >= end) void refresh();
  }, [now >= end]);
  if (end - now > WARN_BEFORE || now >= end) return <div role="status" />;
  const stay = async () => {
    setBusy(true);
    await refresh().finally(() => setBusy(false));
  };
  return (
    <div role="status">
      <Banner
        tone="warning"
        action={
          <Button isBusy={isBusy} onClick={() => void stay()}>
            {t('kit.ending.stay')}
          </Button>
        }
      >
        {t('kit.ending.text')} <Countdown until={end} />
      </Banner>
    </div>
  );
}

/** The earlier of: so long after the last answer, and the end that nothing moves. */
function endOf(session: Session | undefined): number {
  const instant = (text: string | null | undefined) => (text ? new Date(text).getTime() : Number.POSITIVE_INFINITY);
  if (!session) return Number.POSITIVE_INFINITY;
  const idle = session.readAt === undefined ? Number.POSITIVE_INFINITY : instant(session.expiresAt) - session.readAt;
  return Math.min(instant(session.endsAt), lastAnswerAt() + idle);
}
