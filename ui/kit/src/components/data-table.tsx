import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import type { ApiList } from '../api/hooks.ts';
import { useText } from '../text/text-context.tsx';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import styles from './data-table.module.css';
import { Icon } from './icon.tsx';
import type { MenuItem } from './menu.tsx';
import { EmptyState, Skeleton } from './parts.tsx';
import { ProblemView } from './problem-view.tsx';
import { TableRow } from './table-row.tsx';
import {
  ALL_MATCHING,
  isSelected,
  NO_SELECTION,
  nextSort,
  type Selection,
  selectedCount,
  sortOf,
  toggle,
} from './table-state.ts';

/** A column: what its head says and how a cell looks. */
export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** The server can order by it, under this id. */
  readonly isSortable?: boolean;
  readonly align?: 'start' | 'end';
}

/** Properties of {@link DataTable}. */
export interface DataTableProps<Row> {
  /** What the table lists, for readers. */
  readonly label: string;
  readonly list: ApiList<Row>;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** Names a row, for its menu and its box. */
  readonly rowName: (row: Row) => string;
  readonly menu?: (row: Row) => readonly MenuItem[];
  /** Enter or a double click on a row. The name in the first column should be a link as well. */
  readonly onOpen?: (row: Row) => void;
  /** `name` or `-name`; keep it in the address with `useUrlState`. */
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
  readonly selection?: Selection;
  readonly onSelection?: (selection: Selection) => void;
  /** Shown while rows are chosen; gets how many. */
  readonly bulk?: (count: number) => ReactNode;
  /** A filter is set: an empty answer then says so and offers to clear it. */
  readonly isFiltered?: boolean;
  readonly onClearFilter?: () => void;
  /** What to say when there is nothing yet. */
  readonly empty: { readonly title: string; readonly text?: string; readonly action?: ReactNode };
}

const ROW_HEIGHT = 49;

/** A list of any length: only the rows in sight are in the page, more are fetched while scrolling. Cards on a phone. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const t = useText();
  const { list } = props;
  if (list.problem && list.rows.length === 0) {
    if (list.problem.code === 'permission_missing') {
      return <EmptyState kind="forbidden" title={t('kit.forbidden.title')} text={t('kit.forbidden.text')} />;
    }
    return <ProblemView problem={list.problem} onRetry={list.reload} />;
  }
  if (list.isLoading) return <Skeleton lines={8} label={t('kit.loading')} />;
  if (list.rows.length === 0) return <NoRows {...props} />;
  return (
    <div className={styles.frame}>
      <TableBar {...props} />
      {list.problem && <ProblemView problem={list.problem} onRetry={list.reload} />}
      <Rows {...props} />
    </div>
  );
}

function NoRows<Row>({ isFiltered, onClearFilter, empty }: DataTableProps<Row>) {
  const t = useText();
  if (!isFiltered) return <EmptyState title={empty.title} text={empty.text} action={empty.action} />;
  const clear = onClearFilter && <Button onClick={onClearFilter}>{t('kit.table.clearFilter')}</Button>;
  return (
    <EmptyState kind="filtered" title={t('kit.table.filtered')} text={t('kit.table.filteredText')} action={clear} />
  );
}

function TableBar<Row>({ list, selection = NO_SELECTION, onSelection, bulk }: DataTableProps<Row>) {
  const t = useText();
  const total = list.total ?? list.rows.length;
  const count = selectedCount(selection, total);
  const isMore = list.total === undefined && list.hasMore;
  if (!onSelection || count === 0) {
    return (
      <div className={styles.bar} role="status">
        <span className={styles.count}>{t(isMore ? 'kit.table.countMore' : 'kit.table.count', { count: total })}</span>
      </div>
    );
  }
  return (
    <div className={styles.bar}>
      <span role="status">{t('kit.table.selected', { count })}</span>
      {!selection.isAll && total > count && (
        <Button kind="quiet" onClick={() => onSelection(ALL_MATCHING)}>
          {t('kit.table.selectAll', { count: total })}
        </Button>
      )}
      {bulk?.(count)}
      <Button kind="quiet" onClick={() => onSelection(NO_SELECTION)}>
        {t('kit.table.selectNone')}
      </Button>
    </div>
  );
}

function Rows<Row>(props: DataTableProps<Row>) {
  const { list, columns, rowKey, selection = NO_SELECTION, onSelection } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: list.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    getItemKey: (index) => rowKey(list.rows[index] as Row),
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1);
  useEffect(() => {
    if (last && last.index >= list.rows.length - 20) list.fetchMore();
  }, [last?.index, list.rows.length, list.hasMore]);
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (last?.end ?? 0);
  const span = columns.length + (onSelection ? 1 : 0) + (props.menu ? 1 : 0);
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      tabIndex={0}
      role="region"
      aria-label={props.label}
      onKeyDown={moveBetweenRows}
    >
      <table
        className={cx(styles.table, list.isFetching && styles.stale)}
        role="table"
        aria-label={props.label}
        aria-rowcount={(list.total ?? list.rows.length) + 1}
      >
        <TableHead {...props} />
        <tbody role="rowgroup">
          <Spacer height={above} span={span} />
          {items.map((item) => {
            const row = list.rows[item.index] as Row;
            const key = rowKey(row);
            return (
              <TableRow
                key={key}
                index={item.index}
                measure={virtual.measureElement}
                row={row}
                table={props}
                isSelected={isSelected(selection, key)}
                onToggle={() => onSelection?.(toggle(selection, key))}
              />
            );
          })}
          <Spacer height={below} span={span} />
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr className={styles.spacer} aria-hidden="true">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

function TableHead<Row>({ columns, sort, onSort, onSelection, menu }: DataTableProps<Row>) {
  const t = useText();
  return (
    <thead role="rowgroup">
      <tr role="row" aria-rowindex={1}>
        {onSelection && (
          <th role="columnheader" scope="col" className={styles.narrow}>
            <span className="visually-hidden">{t('kit.table.selection')}</span>
          </th>
        )}
        {columns.map((column) => (
          <th
            key={column.id}
            role="columnheader"
            scope="col"
            aria-sort={column.isSortable ? sortOf(sort, column.id) : undefined}
            className={column.align === 'end' ? styles.end : undefined}
          >
            {column.isSortable && onSort ? (
              <button type="button" className={styles.sort} onClick={() => onSort(nextSort(sort, column.id))}>
                {column.header}
                {sortOf(sort, column.id) !== 'none' && <Icon name={sort?.startsWith('-') ? 'down' : 'up'} size={16} />}
              </button>
            ) : (
              column.header
            )}
          </th>
        ))}
        {menu && (
          <th role="columnheader" scope="col" className={styles.narrow}>
            <span className="visually-hidden">{t('kit.table.actions')}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

/** Arrow keys go from row to row. */
function moveBetweenRows(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const { target } = event;
  if (!(target instanceof HTMLElement) || target.matches('input:not([type=checkbox]), select, textarea')) return;
  const row = target.closest('tr[data-row]');
  const next = row ? neighbour(row, event.key) : event.currentTarget.querySelector('tr[data-row]');
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

function neighbour(row: Element, key: string): Element | null {
  const other = key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
  return other?.matches('tr[data-row]') ? other : null;
}
