import { useText } from '../text/text-context.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** Asks whether what was typed may be lost. */
export function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const t = useText();
  return (
    <Dialog
      isOpen
      onClose={onStay}
      title={t('kit.dirty.title')}
      actions={
        <>
          <Button kind="primary" onClick={onStay}>
            {t('kit.dirty.stay')}
          </Button>
          <Button kind="danger" onClick={onLeave}>
            {t('kit.dirty.leave')}
          </Button>
        </>
      }
    >
      <p>{t('kit.dirty.text')}</p>
    </Dialog>
  );
}
