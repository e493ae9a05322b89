import { Badge, Mono, Time, useText } from '@countersign/ui-kit';
import styles from './servers.module.css';
import type { Server } from './types.ts';

/** The processes with their last sign of life. */
export function ServerTable({ servers }: { servers: readonly Server[] }) {
  const t = useText();
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('servers.processes')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('servers.column.name')}</th>
            <th scope="col">{t('servers.column.role')}</th>
            <th scope="col">{t('servers.column.version')}</th>
            <th scope="col">{t('servers.column.copy')}</th>
            <th scope="col">{t('servers.column.contact')}</th>
          </tr>
        </thead>
        <tbody>
          {servers.map((server) => (
            <tr key={`${server.service} ${server.name}`}>
              <th scope="row">
                {server.name}
                <div>
                  <Mono>{server.address}</Mono>
                </div>
              </th>
              <td>
                {t(`servers.role.${server.role}`)} <span className={styles.service}>{server.service}</span>
              </td>
              <td>{server.version}</td>
              <td>{server.databaseNode}</td>
              <td>
                <Badge tone={server.isAlive ? 'success' : 'danger'}>
                  {t(server.isAlive ? 'servers.alive' : 'servers.lost')}
                </Badge>{' '}
                <Time value={server.lastContactAt} isRelative />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
