import {
  Badge,
  Banner,
  Button,
  Card as CardBox,
  Form,
  Mono,
  QueryView,
  Stack,
  TextField,
  Time,
  useText,
  useToast,
} from '@countersign/ui-kit';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation, useApiQuery } from '../../api.ts';
import { SettingsCards } from './settings-screen.tsx';

const POLL_MILLISECONDS = 1000;

/** Which server takes our mails, its password, and a test of the way there. */
export function MailServerTab() {
  return (
    <Stack>
      <SettingsCards screen="mail" only={({ id }) => id === 'mail_server'} />
      <PasswordCard />
      <TestCard />
    </Stack>
  );
}

const passwordSchema = z.object({ password: z.string().check(z.maxLength(256)) });

function PasswordCard() {
  const t = useText();
  const show = useToast();
  const query = useApiQuery('GET /api/mail/password', {});
  const set = useApiMutation('PUT /api/mail/password');
  const save = async (password: string) => {
    await set.mutateAsync({ body: { password } });
    show(password === '' ? t('config.mail.passwordRemoved') : t('config.mail.passwordSet'));
  };
  return (
    <CardBox title={t('config.mail.password')}>
      <QueryView query={query} lines={1}>
        {({ setAt, setBy }) => (
          <Stack>
            <p>
              {setAt === null ? (
                t('config.mail.noPassword')
              ) : (
                <>
                  {t('config.mail.passwordBy', { name: setBy })} <Time value={setAt} />
                </>
              )}
            </p>
            <Form
              schema={passwordSchema}
              defaults={{ password: '' }}
              onSubmit={({ password }) => save(password)}
              submitLabel={t('config.mail.replace')}
              resetsAfter
              actions={
                setAt !== null && (
                  <Button needsMaster onClick={() => void save('')}>
                    {t('config.mail.remove')}
                  </Button>
                )
              }
            >
              <TextField name="password" type="password" label={t('config.mail.newPassword')} autoComplete="off" />
            </Form>
          </Stack>
        )}
      </QueryView>
    </CardBox>
  );
}

const testSchema = z.object({ recipient: z.string().check(z.trim(), z.email('kit.field.email')) });

function TestCard() {
  const t = useText();
  const [id, setId] = useState('');
  const test = useApiMutation('POST /api/mail/tests');
  const send = async (recipient: string) => {
    setId('');
    const answer = await test.mutateAsync({ body: { recipient } });
    setId(answer.id);
  };
  return (
    <CardBox title={t('config.mail.test')}>
      <Stack>
        <Form
          schema={testSchema}
          defaults={{ recipient: '' }}
          onSubmit={({ recipient }) => send(recipient)}
          submitLabel={t('config.mail.sendTest')}
          hasDirtyGuard={false}
        >
          <TextField name="recipient" type="email" label={t('config.mail.recipient')} autoComplete="email" />
        </Form>
        {id !== '' && <Dialogue key={id} id={id} />}
      </Stack>
    </CardBox>
  );
}

/** What both servers said, line by line, as soon as the delivery worker has tried. */
function Dialogue({ id }: { id: string }) {
  const t = useText();
  const [isOver, setOver] = useState(false);
  const query = useApiQuery(
    'GET /api/mail/tests/:id',
    { params: { id } },
    { everyMilliseconds: isOver ? false : POLL_MILLISECONDS },
  );
  const state = query.data?.state;
  if (!isOver && (state === 'sent' || state === 'failed')) setOver(true);
  return (
    <QueryView query={query} lines={2}>
      {({ lines }) => (
        <Stack>
          <Banner tone={state === 'failed' ? 'danger' : state === 'sent' ? 'success' : 'info'} isAnnounced>
            {state === 'failed' && t('config.mail.failed')}
            {state === 'sent' && t('config.mail.sent')}
            {state === 'waiting' && t('config.mail.waiting')}
          </Banner>
          <ol aria-label={t('config.mail.dialogue')}>
            {lines.map(({ side, text, milliseconds }, index) => (
              // Lines have no other identity than their place.
              <li key={index}>
                <Badge>{side === 'server' ? t('config.mail.sideServer') : t('config.mail.sideClient')}</Badge>{' '}
                <Mono>{text}</Mono> {t('config.mail.after', { milliseconds })}
              </li>
            ))}
          </ol>
        </Stack>
      )}
    </QueryView>
  );
}
