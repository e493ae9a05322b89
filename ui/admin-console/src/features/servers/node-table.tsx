import { Badge, Button, Mono, Time, useLanguage, useSession, useText } from '@countersign/ui-kit';
import styles from './servers.module.css';
import type { DatabaseNode } from './types.ts';

const TONES: Readonly<Record<string, 'success' | 'info' | 'danger' | 'warning'>> = {
  primary: 'success',
  replica: 'info',
  fenced: 'warning',
  down: 'danger',
};

/** The copies of the database with how far each is behind. */
export function NodeTable({ nodes, onPromote }: { nodes: readonly DatabaseNode[]; onPromote: (name: string) => void }) {
  const t = useText();
  const { locale } = useLanguage();
  const { may } = useSession();
  const forbidden = !may('cluster.promote') && t('servers.forbidden');
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('servers.copies')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('servers.column.name')}</th>
            <th scope="col">{t('servers.column.state')}</th>
            <th scope="col">{t('servers.column.lag')}</th>
            <th scope="col">{t('servers.column.contact')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('kit.table.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((node) => (
            <tr key={node.name}>
              <th scope="row">
                {node.name}
                <div>
                  <Mono>{node.address}</Mono>
                </div>
              </th>
              <td>
                <Badge tone={TONES[node.state] ?? 'danger'}>{t(`servers.state.${node.state}`)}</Badge>
                {node.problem !== '' && <div>{node.problem}</div>}
              </td>
              <td>
                {node.state === 'replica'
                  ? t('servers.lag', { bytes: number.format(node.lagBytes), seconds: number.format(node.lagSeconds) })
                  : ''}
              </td>
              <td>
                <Time value={node.lastContactAt} isRelative />
              </td>
              <td>
                <Button
                  disabledReason={forbidden || (node.state !== 'replica' && t('servers.notAReplica'))}
                  onClick={() => onPromote(node.name)}
                >
                  {t('servers.promote', { name: node.name })}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
