import { asProblem, ConfirmDialog, Menu, type MenuItem, useGo, useText, useToast } from '@countersign/ui-kit';
import { useState } from 'react';
import { CHANGE_PATHS, type OwnMethod } from './own-method.ts';
import { RenameDialog } from './rename-dialog.tsx';
import { useMethodActions } from './use-method-actions.ts';

/** What can be done with a method now, and the dialogs for it. */
export function MethodMenu({ method, title }: { method: OwnMethod; title: string }) {
  const t = useText();
  const [dialog, setDialog] = useState<'rename' | 'remove'>();
  const items = useMenu(method, setDialog);
  const actions = useMethodActions(method);
  const close = () => setDialog(undefined);
  if (items.length === 0) return null;
  return (
    <>
      <Menu label={t('methods.actionsFor', { name: title })} icon="more" isIconOnly items={items} />
      {dialog === 'rename' && <RenameDialog method={method} title={title} onClose={close} />}
      <ConfirmDialog
        isOpen={dialog === 'remove'}
        onClose={close}
        level={0}
        title={t('methods.removeTitle', { name: title })}
        text={t('methods.removeText')}
        actionLabel={t('methods.remove')}
        onConfirm={actions.remove}
      />
    </>
  );
}

function useMenu(method: OwnMethod, open: (dialog: 'rename' | 'remove') => void): readonly MenuItem[] {
  const t = useText();
  const go = useGo();
  const toast = useToast();
  const actions = useMethodActions(method);
  const can = new Set<string>(method.actions);
  const changePath = CHANGE_PATHS[method.kind];
  const attempt = (act: () => Promise<void>) => () => {
    act().catch((error: unknown) => toast(t(`kit.problem.${asProblem(error).code}.what`)));
  };
  const items: (MenuItem | false | undefined)[] = [
    can.has('default') && {
      label: t('methods.makeDefault'),
      icon: 'check',
      needsMaster: true,
      onSelect: attempt(actions.makeDefault),
    },
    can.has('rename') && {
      label: t('methods.rename'),
      icon: 'list',
      needsMaster: true,
      onSelect: () => open('rename'),
    },
    can.has('replace') && {
      label: t('methods.replace'),
      icon: 'phone',
      onSelect: () => go('/methods/add/phone', { replaces: method.id }),
    },
    changePath !== undefined &&
      (can.has('regenerate') || can.has('change') || can.has('replace')) && {
        label: t(`methods.change.${method.kind}`),
        icon: 'reload',
        to: changePath,
      },
    can.has('off') && {
      label: t('methods.turnOff'),
      icon: 'close',
      needsMaster: true,
      onSelect: attempt(actions.turnOff),
    },
    can.has('on') && {
      label: t('methods.turnOn'),
      icon: 'check',
      needsMaster: true,
      onSelect: attempt(actions.turnOn),
    },
    (can.has('remove') || method.keepReason !== '') && {
      label: t('methods.remove'),
      icon: 'close',
      isDangerous: true,
      needsMaster: true,
      disabledReason: method.keepReason !== '' && t(`methods.keep.${method.keepReason}`),
      onSelect: () => open('remove'),
    },
  ];
  return items.filter((item): item is MenuItem => Boolean(item) && typeof item === 'object');
}
