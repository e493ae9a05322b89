import { EmptyState, LinkButton, Page, QueryView, Stack, useText } from '@countersign/ui-kit';
import { useApiQuery } from '../../api.ts';
import { MethodCard } from './method-card.tsx';

/** P14: numbers. A new one is proved before it takes the place of the old one. */
export function PhonesPage() {
  const t = useText();
  const query = useApiQuery('GET /api/methods', {});
  const policy = query.data?.policy;
  const canAdd = policy !== undefined && policy.canEnroll && policy.kinds.includes('phone');
  const add = canAdd && (
    <LinkButton to="/methods/add/phone" kind="primary" icon="plus">
      {t('methods.phoneAdd')}
    </LinkButton>
  );
  return (
    <Page title={t('methods.phones')} intro={t('methods.phonesIntro')} actions={add}>
      <QueryView query={query}>
        {({ active, off }) => {
          const phones = [...active, ...off].filter(({ kind }) => kind === 'phone');
          if (phones.length === 0)
            return <EmptyState title={t('methods.phonesNone')} text={t('methods.phonesNoneText')} />;
          return (
            <Stack>
              {phones.map((phone) => (
                <MethodCard key={phone.id} method={phone} level={2} />
              ))}
            </Stack>
          );
        }}
      </QueryView>
    </Page>
  );
}
