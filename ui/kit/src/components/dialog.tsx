import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import { useText } from '../text/text-context.tsx';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import styles from './overlay.module.css';

/** Properties of {@link Dialog}. */
export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons at the bottom; a {@link Form} in the dialog brings its own. */
  readonly actions?: ReactNode;
  readonly isWide?: boolean;
  /** Neither Esc nor a click outside closes it: for what must be answered. */
  readonly isFirm?: boolean;
  readonly initialFocus?: RefObject<HTMLElement | null>;
}

/** A modal dialog. Focus goes in, stays in, and comes back to what opened it. */
export function Dialog({ isOpen, onClose, title, children, actions, isWide, isFirm, initialFocus }: DialogProps) {
  const t = useText();
  return (
    <BaseDialog.Root
      open={isOpen}
      onOpenChange={(open) => !open && !isFirm && onClose()}
      disablePointerDismissal={isFirm}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles.scrim} />
        <BaseDialog.Popup className={cx(styles.popup, isWide && styles.wide)} initialFocus={initialFocus}>
          <div className={styles.head}>
            <BaseDialog.Title render={<h2 />}>{title}</BaseDialog.Title>
            {!isFirm && (
              <Button kind="quiet" icon="close" isIconOnly onClick={onClose}>
                {t('kit.close')}
              </Button>
            )}
          </div>
          <div className={styles.body}>{children}</div>
          {actions && <div className={styles.actions}>{actions}</div>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
