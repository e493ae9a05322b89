import { Badge, Card, Cluster, Facts, Icon, Time, useText } from '@countersign/ui-kit';
import { lazy, Suspense } from 'react';
import { METHOD_ICONS, type OwnMethod } from './own-method.ts';

// Menus and dialogs weigh more than the list: it is seen before they are there.
const MethodMenu = lazy(async () => ({ default: (await import('./method-menu.tsx')).MethodMenu }));

/** One method with what can be done with it now. */
export function MethodCard({ method, level = 3 }: { method: OwnMethod; level?: 2 | 3 }) {
  const t = useText();
  const title = method.name || t(`methods.kind.${method.kind}`);
  const facts = [
    [t('methods.added'), <Time key="added" value={method.addedAt} format="date" />] as const,
    [t('methods.lastUsed'), <Time key="used" value={method.lastUsedAt} isRelative />] as const,
  ];
  return (
    <Card
      level={level}
      title={title}
      actions={
        <Cluster>
          <Icon name={METHOD_ICONS[method.kind] ?? 'shield'} size={24} />
          <Suspense>
            <MethodMenu method={method} title={title} />
          </Suspense>
        </Cluster>
      }
    >
      <Cluster>
        {method.isDefault && <Badge tone="success">{t('methods.default')}</Badge>}
        {method.state === 'off' && <Badge tone="warning">{t('methods.isOff')}</Badge>}
        {method.kind === 'recovery_codes' && (
          <Badge tone={method.codesLeft < 4 ? 'warning' : 'neutral'}>
            {t('methods.codesLeft', { count: method.codesLeft })}
          </Badge>
        )}
      </Cluster>
      {(method.detail || method.name) && (
        <p>{[method.name && t(`methods.kind.${method.kind}`), method.detail].filter(Boolean).join(' · ')}</p>
      )}
      <Facts items={facts} />
    </Card>
  );
}
