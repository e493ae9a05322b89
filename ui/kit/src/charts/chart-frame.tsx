import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '../components/button.tsx';
import { cx } from '../components/cx.ts';
import { useLanguage, useText } from '../text/text-context.tsx';
import styles from './charts.module.css';

/** One line or colour of a chart. */
export interface Series {
  readonly name: string;
  /** One value per label; nothing where there is none. */
  readonly values: readonly (number | null)[];
}

/** What all charts take. */
export interface ChartProps {
  readonly title: string;
  /** What the labels are: "Hour". */
  readonly labelName: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** Says a value: with its unit. Without it the number alone. */
  readonly format?: (value: number) => string;
  readonly actions?: ReactNode;
}

const SERIES = [styles.series1, styles.series2, styles.series3, styles.series4];

/** The class that gives a series its colour. */
export function seriesClass(index: number): string | undefined {
  return SERIES[index % SERIES.length];
}

/** Says numbers the way the language does. */
export function useFormat(format?: (value: number) => string): (value: number) => string {
  const { locale } = useLanguage();
  return format ?? ((value) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value));
}

/** The width of an element in pixels, so that text in a drawing keeps its size. */
export function useWidth(): [(element: HTMLElement | null) => void, number] {
  const [width, setWidth] = useState(600);
  const observer = useRef<ResizeObserver | undefined>(undefined);
  useEffect(() => () => observer.current?.disconnect(), []);
  const ref = useRef((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (!element || typeof ResizeObserver === 'undefined') return;
    observer.current = new ResizeObserver(([entry]) => setWidth(Math.max(240, entry?.contentRect.width ?? 600)));
    observer.current.observe(element);
  });
  return [ref.current, width];
}

/** Title, drawing, legend, and the same numbers as a table. */
export function ChartFrame({ chart, children }: { chart: ChartProps; children: ReactNode }) {
  const t = useText();
  const [isTable, setTable] = useState(false);
  return (
    <figure className={styles.figure}>
      <div className={styles.head}>
        <figcaption>
          <strong>{chart.title}</strong>
        </figcaption>
        <span>
          {chart.actions}
          <Button kind="quiet" size="small" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {t('kit.chart.table')}
          </Button>
        </span>
      </div>
      {isTable ? <ChartTable chart={chart} /> : children}
      {!isTable && chart.series.length > 1 && (
        <div className={styles.legend}>
          {chart.series.map((series, index) => (
            <span key={series.name} className={seriesClass(index)}>
              <span className={styles.swatch} />
              {series.name}
            </span>
          ))}
        </div>
      )}
    </figure>
  );
}

function ChartTable({ chart }: { chart: ChartProps }) {
  const format = useFormat(chart.format);
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={chart.title}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{chart.labelName}</th>
            {chart.series.map((series) => (
              <th key={series.name} scope="col">
                {series.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chart.labels.map((label, index) => (
            <tr key={`${label} ${index}`}>
              <th scope="row">{label}</th>
              {chart.series.map((series) => {
                const value = series.values[index];
                return <td key={series.name}>{value === null || value === undefined ? '–' : format(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Class of a part of a drawing in the colour of its series. */
export function partClass(part: 'bar' | 'line', index: number): string {
  return cx(styles[part], seriesClass(index));
}
