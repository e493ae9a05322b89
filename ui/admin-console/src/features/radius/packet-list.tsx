import {
  Badge,
  Banner,
  Button,
  Cluster,
  Dialog,
  EmptyState,
  Facts,
  Mono,
  Muted,
  QueryView,
  Stack,
  TextLink,
  type Tone,
  Time,
  useText,
  useZoneName,
} from '@countersign/ui-kit';
import { type ReactNode, useState } from 'react';
import { useApiQuery } from '../../api.ts';
import { EVERY_MILLISECONDS, type Packet } from './types.ts';
import { codeName, useReason } from './words.ts';
import styles from './radius.module.css';

/** The last packets of a client, or of `unknown` addresses; live while it is open. */
export function PacketList({ clientId }: { clientId: string }) {
  const known = clientId !== 'unknown';
  const choice = { everyMilliseconds: EVERY_MILLISECONDS };
  const ofClient = useApiQuery(
    'GET /api/radius/clients/:id/packets',
    { params: { id: clientId } },
    { ...choice, isEnabled: known },
  );
  const ofNobody = useApiQuery('GET /api/radius/unknown-packets', {}, { ...choice, isEnabled: !known });
  const query = known ? ofClient : ofNobody;
  return (
    <QueryView query={query} lines={8}>
      {({ items, missingGateways }) => <Packets packets={items} missingGateways={missingGateways} />}
    </QueryView>
  );
}

function Packets(props: { packets: readonly Packet[]; missingGateways: readonly string[] }) {
  const t = useText();
  const [open, setOpen] = useState<Packet>();
  const { packets, missingGateways } = props;
  return (
    <Stack>
      {missingGateways.length > 0 && (
        <Banner tone="warning">{t('nas.packets.missing', { names: missingGateways.join(', ') })}</Banner>
      )}
      {packets.length === 0 ? (
        <EmptyState title={t('nas.packets.empty')} text={t('nas.packets.emptyText')} />
      ) : (
        <PacketTable packets={packets} onOpen={setOpen} />
      )}
      <Dialog isOpen={open !== undefined} onClose={() => setOpen(undefined)} title={t('nas.packets.one')} isWide>
        {open && <PacketDetails packet={open} />}
      </Dialog>
    </Stack>
  );
}

function PacketTable({ packets, onOpen }: { packets: readonly Packet[]; onOpen: (packet: Packet) => void }) {
  const t = useText();
  const zone = useZoneName();
  return (
    <section className={styles.scroller} tabIndex={0} aria-label={t('nas.packets.title')}>
      <table className={styles.table}>
        <caption className="visually-hidden">{t('nas.packets.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('nas.packets.at', { zone })}</th>
            <th scope="col">{t('nas.packets.request')}</th>
            <th scope="col">{t('nas.packets.user')}</th>
            <th scope="col">{t('nas.packets.signature')}</th>
            <th scope="col">{t('nas.packets.outcome')}</th>
            <th scope="col">{t('nas.packets.time')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('nas.packets.show')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {packets.map((packet) => (
            <PacketRow key={keyOf(packet)} packet={packet} onOpen={() => onOpen(packet)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function PacketRow({ packet, onOpen }: { packet: Packet; onOpen: () => void }) {
  const t = useText();
  return (
    <tr>
      <td>
        <Time value={packet.receivedAt} format="seconds" />
      </td>
      <td>
        {codeName(packet.code)} <Muted>{`${packet.address}:${packet.port}`}</Muted>
      </td>
      <td>{valueOf(packet, 'User-Name')}</td>
      <td>
        <Signature packet={packet} />
      </td>
      <td>
        <Outcome packet={packet} />
      </td>
      <td>{t('nas.packets.milliseconds', { count: packet.milliseconds })}</td>
      <td>
        <Button size="small" kind="quiet" onClick={onOpen}>
          {t('nas.packets.show')}
        </Button>
      </td>
    </tr>
  );
}

/** What the signature of a packet was worth. */
function Signature({ packet }: { packet: Packet }) {
  const t = useText();
  const { messageAuthenticator: state } = packet;
  if (state === 'good') return <Badge tone="success">{t('nas.signature.good')}</Badge>;
  if (state === 'bad') return <Badge tone="danger">{t('nas.signature.bad')}</Badge>;
  return <Badge tone="neutral">{t(state === 'absent' ? 'nas.signature.absent' : 'nas.signature.unchecked')}</Badge>;
}

const REPLY_TONES: Readonly<Record<number, Tone>> = { 2: 'success', 3: 'danger', 5: 'success', 11: 'info' };

/** What became of a packet, in words. */
export function Outcome({ packet }: { packet: Packet }) {
  const t = useText();
  const reason = useReason();
  const test = packet.isTest && <Badge>{t('nas.packets.test')}</Badge>;
  if (packet.outcome === 'replied') {
    return (
      <Cluster>
        <Badge tone={REPLY_TONES[packet.replyCode] ?? 'neutral'}>{codeName(packet.replyCode)}</Badge>
        {packet.reason !== '' && <span>{reason(packet.reason)}</span>}
        {test}
      </Cluster>
    );
  }
  if (packet.outcome === 'discarded') {
    return (
      <Cluster>
        <Badge tone="warning">{t('nas.packets.dropped')}</Badge>
        <span>{reason(packet.reason)}</span>
        {test}
      </Cluster>
    );
  }
  return <Badge>{t(packet.outcome === 'repeated' ? 'nas.packets.repeated' : 'nas.packets.pending')}</Badge>;
}

/** Everything about a packet; passwords and secrets never get here. */
export function PacketDetails({ packet }: { packet: Packet }) {
  const t = useText();
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('nas.packets.from'), <Mono key="from">{`${packet.address}:${packet.port}`}</Mono>],
    [t('nas.packets.gateway'), packet.gateway],
    [t('nas.packets.identifier'), `${packet.identifier}`],
    [t('nas.packets.octets'), `${packet.octets}`],
    [t('nas.packets.signature'), <Signature key="signature" packet={packet} />],
    [t('nas.packets.outcome'), <Outcome key="outcome" packet={packet} />],
  ];
  return (
    <Stack>
      <Facts items={facts} />
      {packet.authenticationId !== '' && (
        <p>
          <TextLink to={`/sign-ins/${packet.authenticationId}`}>{t('nas.packets.signIn')}</TextLink>
        </p>
      )}
      <Attributes title={codeName(packet.code)} attributes={packet.attributes} />
      {packet.replyCode !== 0 && <Attributes title={codeName(packet.replyCode)} attributes={packet.replyAttributes} />}
    </Stack>
  );
}

function Attributes({ title, attributes }: { title: string; attributes: Packet['attributes'] }) {
  const t = useText();
  return (
    <section>
      <h3>{title}</h3>
      {attributes.length === 0 ? (
        <p>{t('nas.packets.noAttributes')}</p>
      ) : (
        <ul className={styles.list}>
          {attributes.map(({ name, value }, index) => (
            <li key={`${name}-${index}`}>
              <Mono>{`${name} = ${value}`}</Mono>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function valueOf({ attributes }: Packet, name: string): string {
  return attributes.find((attribute) => attribute.name === name)?.value ?? '';
}

function keyOf({ receivedAt, gateway, address, port, identifier, outcome }: Packet): string {
  return [receivedAt, gateway, address, port, identifier, outcome].join(' ');
}
