import { Button, Dialog, Form, TextField, useText, useToast } from '@countersign/ui-kit';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import type { OwnMethod } from './own-method.ts';

const schema = z.object({ name: z.string().check(z.trim(), z.minLength(1), z.maxLength(64)) });

/** Another name for a method. */
export function RenameDialog({ method, title, onClose }: { method: OwnMethod; title: string; onClose: () => void }) {
  const t = useText();
  const toast = useToast();
  const rename = useApiMutation('PATCH /api/methods/:id');
  const save = async ({ name }: { name: string }) => {
    await rename.mutateAsync({ params: { id: method.id }, body: { name } });
    onClose();
    toast(t('methods.renamed', { name }));
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('methods.renameTitle', { name: title })}>
      <Form
        schema={schema}
        defaults={{ name: method.name }}
        onSubmit={save}
        submitLabel={t('methods.rename')}
        hasDirtyGuard={false}
        actions={<Button onClick={onClose}>{t('kit.cancel')}</Button>}
      >
        <TextField name="name" label={t('methods.name')} maxLength={64} />
      </Form>
    </Dialog>
  );
}
