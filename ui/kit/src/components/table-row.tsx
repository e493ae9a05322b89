import type { KeyboardEvent } from 'react';
import { useText } from '../text/text-context.tsx';
import { Checkbox } from './choices.tsx';
import { cx } from './cx.ts';
import type { DataTableProps } from './data-table.tsx';
import styles from './data-table.module.css';
import { Menu } from './menu.tsx';

/** Properties of {@link TableRow}. */
interface TableRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly table: DataTableProps<Row>;
  readonly isSelected: boolean;
  readonly measure: (element: HTMLElement | null) => void;
  readonly onToggle: () => void;
}

/** One row: Enter opens it, `x` chooses it, the last cell has its menu. */
export function TableRow<Row>({ row, index, table, isSelected, measure, onToggle }: TableRowProps<Row>) {
  const t = useText();
  const name = table.rowName(row);
  const keyed = (event: KeyboardEvent<HTMLTableRowElement>) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') table.onOpen?.(row);
    if (event.key === 'x') onToggle();
  };
  return (
    <tr
      ref={measure}
      role="row"
      data-row=""
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={table.onSelection ? isSelected : undefined}
      tabIndex={-1}
      className={cx(styles.row, isSelected && styles.selected)}
      onKeyDown={keyed}
      onDoubleClick={() => table.onOpen?.(row)}
    >
      {table.onSelection && (
        <td role="cell" className={styles.narrow}>
          <Checkbox label={t('kit.table.select', { name })} isLabelHidden value={isSelected} onChange={onToggle} />
        </td>
      )}
      {table.columns.map((column) => (
        <td
          key={column.id}
          role="cell"
          data-label={column.header}
          className={column.align === 'end' ? styles.end : undefined}
        >
          <span>{column.cell(row)}</span>
        </td>
      ))}
      {table.menu && (
        <td role="cell" className={styles.narrow}>
          <Menu label={t('kit.table.rowMenu', { name })} icon="more" isIconOnly items={table.menu(row)} />
        </td>
      )}
    </tr>
  );
}
