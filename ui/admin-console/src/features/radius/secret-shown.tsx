import { Banner, Card, Cluster, Copy, Mono, Stack, useText } from '@countersign/ui-kit';
import type { ReactNode } from 'react';

/** A secret that the server made: seen this once, and never to be read again. */
export function SecretShown({ secret, children }: { secret: string; children?: ReactNode }) {
  const t = useText();
  return (
    <Card title={t('nas.secretShown.title')}>
      <Stack>
        <Banner tone="warning" isAnnounced>
          {t('nas.secretShown.text')}
        </Banner>
        <Cluster>
          <Mono>
            <output aria-label={t('nas.secret')}>{secret}</output>
          </Mono>
          <Copy text={secret} />
        </Cluster>
        {children}
      </Stack>
    </Card>
  );
}
