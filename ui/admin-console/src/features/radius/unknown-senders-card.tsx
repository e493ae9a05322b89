import { Button, Card, Cluster, Dialog, LinkButton, Mono, Muted, Stack, Time, useText } from '@countersign/ui-kit';
import { useState } from 'react';
import { PacketList } from './packet-list.tsx';
import styles from './radius.module.css';
import type { UnknownSender } from './types.ts';

const SHOWN = 5;

/** Addresses that send RADIUS and are no client: a new device, a typing error, or somebody who tries. */
export function UnknownSendersCard({ senders }: { senders: readonly UnknownSender[] }) {
  const t = useText();
  const [isAll, setAll] = useState(false);
  const [isOpen, setOpen] = useState(false);
  if (senders.length === 0) return null;
  const shown = isAll ? senders : senders.slice(0, SHOWN);
  return (
    <Card
      title={t('nas.unknown.title')}
      actions={
        <Button size="small" onClick={() => setOpen(true)}>
          {t('nas.unknown.packets')}
        </Button>
      }
    >
      <Stack>
        <p>{t('nas.unknown.text')}</p>
        <ul className={styles.list}>
          {shown.map((sender) => (
            <li key={sender.address}>
              <SenderLine sender={sender} />
            </li>
          ))}
        </ul>
        {senders.length > shown.length && (
          <Button kind="quiet" onClick={() => setAll(true)}>
            {t('nas.unknown.all', { count: senders.length })}
          </Button>
        )}
      </Stack>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t('nas.unknown.packets')} isWide>
        {isOpen && <PacketList clientId="unknown" />}
      </Dialog>
    </Card>
  );
}

function SenderLine({ sender }: { sender: UnknownSender }) {
  const t = useText();
  const search = { network: sender.address, name: sender.claimedName || undefined };
  return (
    <Cluster>
      <Mono>{sender.address}</Mono>
      <span>
        {t('nas.unknown.count', { count: sender.count })} <Time value={sender.lastSeenAt} isRelative />
      </span>
      {sender.claimedName !== '' && <Muted>{t('nas.unknown.claims', { name: sender.claimedName })}</Muted>}
      <LinkButton to="/radius/new" search={search} size="small">
        {t('nas.unknown.add', { address: sender.address })}
      </LinkButton>
    </Cluster>
  );
}
