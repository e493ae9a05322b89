import { Badge, Muted, type Tone, useText } from '@countersign/ui-kit';
import type { CsvFile } from './import-file.ts';
import styles from './users.module.css';

/** A line of a plan. */
export interface PlanRow {
  readonly line: number;
  readonly userName: string;
  readonly action: 'add' | 'update' | 'skip' | 'fail';
  readonly problem: string;
}

const MOST_ROWS = 200;
const TONES: Readonly<Record<PlanRow['action'], Tone>> = {
  add: 'success',
  update: 'info',
  skip: 'neutral',
  fail: 'danger',
};

/** The first lines of the file as they were read: whoever sees them sees a wrong separator or encoding. */
export function PreviewTable({ file }: { file: CsvFile }) {
  const t = useText();
  const [head = [], ...rows] = file.preview;
  const separator = file.separator === '\t' ? 'Tab' : file.separator;
  return (
    <div className={styles.scroller} role="region" aria-label={t('users.import.preview')} tabIndex={0}>
      <p>
        <Muted>{t('users.import.detected', { encoding: file.encoding, separator })}</Muted>
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            {head.map((name, place) => (
              <th key={`${place}-${name}`} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            <tr key={line}>
              {head.map((name, place) => (
                <td key={`${place}-${name}`}>{row[place] ?? ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The lines of a plan, those that cannot be taken first. */
export function ImportTable({ rows }: { rows: readonly PlanRow[] }) {
  const t = useText();
  const sorted = [...rows].sort((one, other) => Number(other.action === 'fail') - Number(one.action === 'fail'));
  return (
    <div className={styles.scroller} role="region" aria-label={t('users.import.planTitle')} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('users.import.line')}</th>
            <th scope="col">{t('users.field.userName')}</th>
            <th scope="col">{t('users.import.action')}</th>
            <th scope="col">{t('users.import.problem')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, MOST_ROWS).map((row) => (
            <tr key={row.line}>
              <td>{row.line}</td>
              <td>{row.userName}</td>
              <td>
                <Badge tone={TONES[row.action]}>{t(`users.import.action.${row.action}`)}</Badge>
              </td>
              <td>{row.problem}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS && <Muted>{t('users.import.more', { count: rows.length - MOST_ROWS })}</Muted>}
    </div>
  );
}
