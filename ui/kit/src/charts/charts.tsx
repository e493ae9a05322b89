import { ChartFrame, type ChartProps, partClass, useFormat, useWidth } from './chart-frame.tsx';
import styles from './charts.module.css';
import { linePath, niceMaximum, ticksOf } from './scale.ts';

const HEIGHT = 180;
const LEFT = 44;
const BOTTOM = 22;
const PLOT = HEIGHT - BOTTOM - 8;

/** Bars, stacked where there are several series. */
export function BarChart(props: ChartProps) {
  const [ref, width] = useWidth();
  const sums = props.labels.map((_, i) => props.series.reduce((sum, series) => sum + (series.values[i] ?? 0), 0));
  const maximum = niceMaximum(Math.max(0, ...sums));
  const step = (width - LEFT) / Math.max(1, props.labels.length);
  return (
    <ChartFrame chart={props}>
      <div ref={ref}>
        <svg className={styles.svg} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={props.title}>
          <Axes chart={props} width={width} maximum={maximum} step={step} />
          {props.labels.map((label, i) => {
            let base = 0;
            return props.series.map((series, s) => {
              const value = series.values[i] ?? 0;
              const height = (value / maximum) * PLOT;
              base += height;
              return (
                <rect
                  key={`${label}${i}-${series.name}`}
                  className={partClass('bar', s)}
                  x={LEFT + i * step + step * 0.12}
                  width={Math.max(1, step * 0.76)}
                  y={PLOT + 8 - base}
                  height={height}
                >
                  <title>{`${label}: ${series.name} ${value}`}</title>
                </rect>
              );
            });
          })}
        </svg>
      </div>
    </ChartFrame>
  );
}

/** Lines over time; `target` draws a dashed line at a value to reach. */
export function LineChart(props: ChartProps & { target?: number; maximum?: number }) {
  const [ref, width] = useWidth();
  const values = props.series.flatMap((series) => series.values.filter((value) => value !== null));
  const maximum = props.maximum ?? niceMaximum(Math.max(0, props.target ?? 0, ...values));
  const step = (width - LEFT) / Math.max(1, props.labels.length);
  const y = (value: number) => PLOT + 8 - (value / maximum) * PLOT;
  return (
    <ChartFrame chart={props}>
      <div ref={ref}>
        <svg className={styles.svg} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={props.title}>
          <Axes chart={props} width={width} maximum={maximum} step={step} />
          {props.target !== undefined && (
            <line className={styles.target} x1={LEFT} x2={width} y1={y(props.target)} y2={y(props.target)} />
          )}
          {props.series.map((series, s) => (
            <path
              key={series.name}
              className={partClass('line', s)}
              d={linePath(series.values, (i) => LEFT + (i + 0.5) * step, y)}
            />
          ))}
        </svg>
      </div>
    </ChartFrame>
  );
}

/** The course of one value in the space of a word; the label says it in words. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  const maximum = Math.max(1, ...values);
  const step = 94 / Math.max(1, values.length - 1);
  return (
    <svg className={styles.spark} viewBox="0 0 96 28" role="img" aria-label={label}>
      <path
        className={partClass('line', 0)}
        d={linePath(
          values,
          (i) => 1 + i * step,
          (v) => 26 - (v / maximum) * 24,
        )}
      />
    </svg>
  );
}

function Axes({ chart, width, maximum, step }: { chart: ChartProps; width: number; maximum: number; step: number }) {
  const format = useFormat(chart.format);
  const every = Math.max(1, Math.ceil(72 / step));
  return (
    <g aria-hidden="true">
      {ticksOf(maximum).map((tick) => {
        const y = PLOT + 8 - (tick / maximum) * PLOT;
        return (
          <g key={tick}>
            <line className={styles.axis} x1={LEFT} x2={width} y1={y} y2={y} />
            <text x={LEFT - 6} y={y + 4} textAnchor="end">
              {format(tick)}
            </text>
          </g>
        );
      })}
      {chart.labels.map((label, i) =>
        i % every === 0 ? (
          <text key={`${label} ${i}`} x={LEFT + (i + 0.5) * step} y={HEIGHT - 4} textAnchor="middle">
            {label}
          </text>
        ) : null,
      )}
    </g>
  );
}
