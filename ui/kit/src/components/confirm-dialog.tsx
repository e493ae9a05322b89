import * as z from 'zod/mini';
import { useText } from '../text/text-context.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextArea, TextField } from './fields.tsx';
import { Form } from './form.tsx';

/** Properties of {@link ConfirmDialog}. */
export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, in words. */
  readonly text?: string;
  /** Verb and object: "Block 3 users". */
  readonly actionLabel: string;
  /** Throws to refuse: the dialog stays and says why. Closes after success. */
  readonly onConfirm: (given: { reason: string }) => Promise<unknown> | unknown;
  /** 0: just asks. 1: asks for a reason. 2: also wants `typedWord` to be typed. The server asks for a proof where it must. */
  readonly level?: 0 | 1 | 2;
  readonly typedWord?: string;
  readonly isDangerous?: boolean;
  readonly needsMaster?: boolean;
}

/** Asks before something is done that is not undone with one click. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { level = 1, typedWord = '', isDangerous = true, onClose } = props;
  const t = useText();
  const schema = z.object({
    reason: level === 0 ? z.string() : z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
    typed: level < 2 ? z.string() : z.string().check(z.refine((v) => v.trim() === typedWord, 'kit.confirm.typedWrong')),
  });
  const confirm = async ({ reason }: { reason: string }) => {
    await props.onConfirm({ reason: reason.trim() });
    onClose();
  };
  return (
    <Dialog isOpen={props.isOpen} onClose={onClose} title={props.title}>
      {props.text && <p>{props.text}</p>}
      <Form
        schema={schema}
        defaults={{ reason: '', typed: '' }}
        onSubmit={confirm}
        submitLabel={props.actionLabel}
        submitKind={isDangerous ? 'danger' : 'primary'}
        needsMaster={props.needsMaster}
        hasDirtyGuard={false}
        actions={<Button onClick={onClose}>{t('kit.cancel')}</Button>}
      >
        {level > 0 && (
          <TextArea
            name="reason"
            label={t('kit.confirm.reason')}
            description={t('kit.confirm.reasonAbout')}
            rows={2}
            maxLength={500}
          />
        )}
        {level > 1 && <TextField name="typed" label={t('kit.confirm.typed', { word: typedWord })} isMono />}
      </Form>
    </Dialog>
  );
}
