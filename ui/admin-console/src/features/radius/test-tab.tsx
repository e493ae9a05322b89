import { Banner, Card, Form, Stack, TextField, type Tone, useText } from '@countersign/ui-kit';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import { PacketDetails } from './packet-list.tsx';
import type { Client, Tested } from './types.ts';
import { codeName, useReason } from './words.ts';

const testSchema = z.object({
  userName: z.string().check(z.maxLength(253)),
  password: z.string().check(z.maxLength(128)),
  secret: z.string().check(z.maxLength(128)),
});

/** Sends a real request through a gateway, as this client would. */
export function TestTab({ client }: { client: Client }) {
  const t = useText();
  const [tested, setTested] = useState<Tested>();
  const test = useApiMutation('POST /api/radius/clients/:id/test', { invalidates: [] });
  const submit = async (body: z.infer<typeof testSchema>) => {
    setTested(undefined);
    setTested(await test.mutateAsync({ params: { id: client.id }, body }));
  };
  return (
    <Stack>
      <Card title={t('nas.test.title')}>
        <p>{t('nas.test.text')}</p>
        <Form
          schema={testSchema}
          defaults={{ userName: '', password: '', secret: '' }}
          onSubmit={submit}
          submitLabel={t('nas.test.send')}
          needsMaster={false}
          hasDirtyGuard={false}
        >
          <TextField name="userName" label={t('nas.test.user')} description={t('nas.test.userAbout')} isOptional />
          <TextField
            name="password"
            type="password"
            autoComplete="off"
            label={t('nas.test.password')}
            description={t('nas.test.passwordAbout')}
            isOptional
          />
          <TextField
            name="secret"
            type="password"
            autoComplete="off"
            label={t('nas.test.secret')}
            description={t('nas.test.secretAbout')}
            isOptional
          />
        </Form>
      </Card>
      {tested && <TestResult tested={tested} />}
    </Stack>
  );
}

function TestResult({ tested }: { tested: Tested }) {
  const t = useText();
  const say = useOutcome();
  const { packet, secretComparison, gateway, target } = tested;
  return (
    <Card title={t('nas.test.result')}>
      <Stack>
        {secretComparison !== '' && (
          <Banner tone={secretComparison === 'different' ? 'danger' : 'success'} isAnnounced>
            {t(`nas.test.secret.${secretComparison}`)}
          </Banner>
        )}
        <Banner tone={toneOf(tested)} isAnnounced>
          {say(tested)}
        </Banner>
        <p>{t('nas.test.where', { gateway, target })}</p>
        {packet && <PacketDetails packet={{ ...packet, gateway }} />}
      </Stack>
    </Card>
  );
}

function toneOf({ outcome, packet }: Tested): Tone {
  if (outcome !== 'replied') return 'danger';
  return packet?.replyCode === 3 ? 'warning' : 'success';
}

function useOutcome(): (tested: Tested) => string {
  const t = useText();
  const reason = useReason();
  return ({ outcome, packet }) => {
    if (outcome === 'replied' && packet) {
      return t('nas.test.replied', { code: codeName(packet.replyCode), milliseconds: packet.milliseconds });
    }
    if (outcome === 'discarded' && packet) return t('nas.test.discarded', { reason: reason(packet.reason) });
    return t(`nas.test.${outcome === 'replied' || outcome === 'discarded' ? 'no_answer' : outcome}`);
  };
}
