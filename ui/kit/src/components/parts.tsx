import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import styles from './parts.module.css';

/** What colour and icon say; never without words. */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

const TONE_ICONS = { neutral: 'info', info: 'info', success: 'success', warning: 'warning', danger: 'error' } as const;

/** A box around what belongs together, with its heading. */
export function Card(props: { title?: string; children: ReactNode; actions?: ReactNode; level?: 2 | 3 }) {
  const id = useId();
  const Heading = props.level === 3 ? 'h3' : 'h2';
  return (
    <div
      className={styles.card}
      role={props.title ? 'group' : undefined}
      aria-labelledby={props.title ? id : undefined}
    >
      {(props.title || props.actions) && (
        <div className={styles.cardHead}>
          {props.title && <Heading id={id}>{props.title}</Heading>}
          {props.actions}
        </div>
      )}
      {props.children}
    </div>
  );
}

/** A state in one or two words. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={cx(styles.badge, tone !== 'neutral' && styles[tone])}>
      {tone !== 'neutral' && <Icon name={TONE_ICONS[tone]} size={14} />}
      {children}
    </span>
  );
}

/** Something that a person should know here. `isAnnounced`: read out when it appears. */
export function Banner(props: { tone?: Tone; children: ReactNode; action?: ReactNode; isAnnounced?: boolean }) {
  const { tone = 'info', children, action, isAnnounced } = props;
  return (
    <div className={cx(styles.banner, tone !== 'neutral' && styles[tone])} role={isAnnounced ? 'status' : undefined}>
      <Icon name={TONE_ICONS[tone]} />
      <div className={styles.bannerText}>{children}</div>
      {action}
    </div>
  );
}

/** How much of something there is, with its numbers in words. */
export function Meter(props: {
  label: string;
  value: number;
  maximum: number;
  text: string;
  low?: number;
  isProgress?: boolean;
}) {
  const id = useId();
  return (
    <div className={styles.meter}>
      <div className={styles.meterHead}>
        <span id={id}>{props.label}</span>
        <span>{props.text}</span>
      </div>
      {props.isProgress ? (
        <progress aria-labelledby={id} value={props.value} max={props.maximum || 1} />
      ) : (
        <meter
          aria-labelledby={id}
          value={props.value}
          max={props.maximum || 1}
          low={props.low}
          optimum={props.maximum}
        />
      )}
    </div>
  );
}

/** The place of something that is being fetched; seen after 150 ms. */
export function Skeleton({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <div className={styles.skeleton} aria-busy="true" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}

/** Nothing to show: nothing yet, nothing that fits the filter, or not allowed. Each says what to do. */
export function EmptyState(props: {
  kind?: 'nothing' | 'filtered' | 'forbidden';
  title: string;
  text?: string;
  action?: ReactNode;
}) {
  const icon = { nothing: 'list', filtered: 'search', forbidden: 'shield' } as const;
  return (
    <div className={styles.empty}>
      <Icon name={icon[props.kind ?? 'nothing']} size={28} />
      <h2>{props.title}</h2>
      {props.text && <p>{props.text}</p>}
      {props.action}
    </div>
  );
}

/** Names and values, as a list of facts. */
export function Facts({ items }: { items: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {items.map(([name, value]) => (
        <FactRow key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function FactRow({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** Things below each other. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className={styles.stack}>{children}</div>;
}

/** Things beside each other that wrap. */
export function Cluster({ children }: { children: ReactNode }) {
  return <div className={styles.cluster}>{children}</div>;
}

/** Cards beside each other, as many as fit. */
export function Grid({ children }: { children: ReactNode }) {
  return <div className={styles.grid}>{children}</div>;
}

/** Something less important. */
export function Muted({ children }: { children: ReactNode }) {
  return <span className={styles.muted}>{children}</span>;
}

/** Something to be read letter by letter: an address, a number, an id. */
export function Mono({ children }: { children: ReactNode }) {
  return <span className={styles.mono}>{children}</span>;
}
