import { Link } from '@tanstack/react-router';
import { type MouseEvent, type ReactNode, type Ref, useId } from 'react';
import { useMasterOffline } from '../shell/live.tsx';
import { useText } from '../text/text-context.tsx';
import styles from './button.module.css';
import { cx } from './cx.ts';
import { Icon, type IconName } from './icon.tsx';

/** How a button looks: one primary one per view, danger for what cannot be undone. */
export interface ButtonLook {
  readonly kind?: 'primary' | 'secondary' | 'danger' | 'quiet';
  readonly size?: 'normal' | 'small';
  readonly icon?: IconName;
  readonly isWide?: boolean;
}

/** Properties of {@link Button}. */
export interface ButtonProps extends ButtonLook {
  readonly children: ReactNode;
  readonly onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  readonly type?: 'button' | 'submit';
  readonly isBusy?: boolean;
  /** Why it cannot be used now. The button stays reachable and says so. */
  readonly disabledReason?: string | false;
  /** It changes something on the master: disabled with the reason while that is offline (R6). */
  readonly needsMaster?: boolean;
  /** Only the icon is seen; `children` is the name. */
  readonly isIconOnly?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly form?: string;
  readonly 'aria-expanded'?: boolean;
  readonly 'aria-controls'?: string;
  readonly 'aria-haspopup'?: 'menu' | 'dialog' | 'listbox';
  readonly 'aria-pressed'?: boolean;
}

function classOf({ kind = 'secondary', size, isWide, isIconOnly }: ButtonLook & { isIconOnly?: boolean }): string {
  const look = kind === 'secondary' ? undefined : styles[kind];
  return cx(styles.button, look, size === 'small' && styles.small, isWide && styles.wide, isIconOnly && styles.icon);
}

/** Why a change is impossible at the moment, for `disabledReason`: undefined while the master is there. */
export function useMasterReason(needsMaster = true): string | undefined {
  const t = useText();
  const { isOffline } = useMasterOffline();
  return needsMaster && isOffline ? t('kit.master.reason') : undefined;
}

/** A button. Disabled ones can be focused and say why. */
export function Button(props: ButtonProps) {
  const { children, onClick, type = 'button', isBusy, disabledReason, needsMaster = false, isIconOnly, icon } = props;
  const reasonId = useId();
  const offline = useMasterReason(needsMaster);
  const reason = disabledReason || offline;
  const isOff = Boolean(reason) || isBusy;
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (isOff) return event.preventDefault();
    onClick?.(event);
  };
  return (
    <>
      <button
        ref={props.ref}
        type={type}
        form={props.form}
        className={classOf(props)}
        onClick={click}
        aria-disabled={isOff || undefined}
        aria-busy={isBusy || undefined}
        aria-describedby={reason ? reasonId : undefined}
        aria-expanded={props['aria-expanded']}
        aria-controls={props['aria-controls']}
        aria-haspopup={props['aria-haspopup']}
        aria-pressed={props['aria-pressed']}
        title={reason || (isIconOnly && typeof children === 'string' ? children : undefined)}
      >
        {isBusy ? <span className={styles.spinner} aria-hidden="true" /> : icon && <Icon name={icon} />}
        {isIconOnly ? <span className="visually-hidden">{children}</span> : children}
      </button>
      {reason && (
        <span id={reasonId} className="visually-hidden">
          {reason}
        </span>
      )}
    </>
  );
}

/** Properties of {@link LinkButton}. */
export interface LinkButtonProps extends ButtonLook {
  readonly to: string;
  readonly search?: Record<string, string | undefined>;
  readonly children: ReactNode;
  /** A file, or a page of another place: the browser itself goes there. */
  readonly isDownload?: boolean;
}

/** Goes somewhere, and looks like a button. */
export function LinkButton({ to, search, children, icon, isDownload, ...look }: LinkButtonProps) {
  const content = (
    <>
      {icon && <Icon name={icon} />}
      {children}
    </>
  );
  if (isDownload) {
    return (
      <a href={to} className={classOf(look)} download>
        {content}
      </a>
    );
  }
  return (
    <Link to={to} search={search as never} className={classOf(look)}>
      {content}
    </Link>
  );
}

/** A link inside the pages. */
export function TextLink({
  to,
  search,
  children,
}: {
  to: string;
  search?: Record<string, string | undefined>;
  children: ReactNode;
}) {
  return (
    <Link to={to} search={search as never}>
      {children}
    </Link>
  );
}
