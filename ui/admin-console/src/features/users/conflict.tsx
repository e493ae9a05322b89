import { Banner, Button, Card, Cluster, Facts, Stack, useText } from '@countersign/ui-kit';
import { useEffect, useRef } from 'react';
import type { User } from './types.ts';

/** What a form sends of a user. */
export interface FieldsOfUser {
  readonly userName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly mail: string;
  readonly description: string;
  readonly defaultMethod: string;
  readonly aliases: string[];
  readonly groups: string[];
  readonly tags: string[];
  readonly isEnabled: boolean;
}

const FIELDS = [
  'userName',
  'firstName',
  'lastName',
  'mail',
  'description',
  'defaultMethod',
  'aliases',
  'groups',
  'tags',
  'isEnabled',
] as const;

/** Somebody changed the user meanwhile: both versions of each field that differs, and the two ways on (R8). */
export function Conflict(props: {
  theirs: User;
  mine: FieldsOfUser;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}) {
  const { theirs, mine, onKeepMine, onTakeTheirs } = props;
  const t = useText();
  const start = useRef<HTMLDivElement>(null);
  // Whoever pressed Save at the end of the form has to see what came of it.
  useEffect(() => start.current?.scrollIntoView({ block: 'center' }), []);
  const differing = FIELDS.filter((field) => String(theirs[field]) !== String(mine[field]));
  return (
    <div ref={start}>
      <Card title={t('users.conflict.title')}>
        <Stack>
          <Banner tone="warning" isAnnounced>
            {t('users.conflict.text')}
          </Banner>
          <Facts
            items={differing.map((field) => [
              t(`users.field.${field}`),
              t('users.conflict.both', { mine: String(mine[field]) || '–', theirs: String(theirs[field]) || '–' }),
            ])}
          />
          <Cluster>
            <Button kind="primary" onClick={onKeepMine}>
              {t('users.conflict.mine')}
            </Button>
            <Button onClick={onTakeTheirs}>{t('users.conflict.theirs')}</Button>
          </Cluster>
        </Stack>
      </Card>
    </div>
  );
}
