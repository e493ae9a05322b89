import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { useText } from '../text/text-context.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './overlay.module.css';

/** What a toast says and offers. */
export interface ToastContent {
  readonly text: string;
  readonly undo?: () => void;
  /** Another button than "Undo". */
  readonly action?: { readonly label: string; readonly onSelect: () => void };
}

interface Shown extends ToastContent {
  readonly id: number;
}

type Show = (content: ToastContent | string) => void;
const ToastContext = createContext<Show | undefined>(undefined);
const SECONDS = 10;

/** Says shortly what was done; with "Undo" where that is possible. Stays while somebody points at it or is in it. */
export function useToast(): Show {
  const show = useContext(ToastContext);
  if (!show) throw new Error('There is no ToastProvider above this component.');
  return show;
}

/** The place where toasts appear. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Shown[]>([]);
  const last = useRef(0);
  const timers = useRef(new Map<number, ReturnType<typeof setTimeout>>());
  const close = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const leave = useCallback(
    (id: number) =>
      timers.current.set(
        id,
        setTimeout(() => close(id), SECONDS * 1000),
      ),
    [close],
  );
  const show = useCallback<Show>(
    (content) => {
      last.current += 1;
      const id = last.current;
      setToasts((all) => [...all.slice(-2), { id, ...(typeof content === 'string' ? { text: content } : content) }]);
      leave(id);
    },
    [leave],
  );
  const hold = (id: number) => clearTimeout(timers.current.get(id));
  return (
    <ToastContext.Provider value={useMemo(() => show, [show])}>
      {children}
      <div className={styles.toasts} role="status" aria-live="polite">
        {toasts.map((toast) => (
          <ToastRow
            key={toast.id}
            toast={toast}
            onClose={() => close(toast.id)}
            onHold={() => hold(toast.id)}
            onLeave={() => leave(toast.id)}
          />
        ))}
      </div>
    </ToastContext.Provider>
  );
}

function ToastRow(props: { toast: Shown; onClose: () => void; onHold: () => void; onLeave: () => void }) {
  const { toast, onClose, onHold, onLeave } = props;
  const t = useText();
  const action = toast.undo ? { label: t('kit.undo'), onSelect: toast.undo } : toast.action;
  return (
    <div className={styles.toast} onPointerEnter={onHold} onPointerLeave={onLeave} onFocus={onHold} onBlur={onLeave}>
      <Icon name="success" />
      <span>{toast.text}</span>
      {action && (
        <Button
          size="small"
          onClick={() => {
            action.onSelect();
            onClose();
          }}
        >
          {action.label}
        </Button>
      )}
      <Button kind="quiet" size="small" icon="close" isIconOnly onClick={onClose}>
        {t('kit.close')}
      </Button>
    </div>
  );
}
