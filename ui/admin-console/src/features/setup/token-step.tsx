import { asProblem, Banner, Card, Form, Mono, TextField, useText } from '@countersign/ui-kit';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import { STATE_ONLY } from './steps.ts';

const COMMAND = 'countersign setup token';
const schema = z.object({ token: z.string().check(z.trim(), z.minLength(1)) });

/** The token that whoever installs the server finds in its log. */
export function TokenStep() {
  const t = useText();
  const exchange = useApiMutation('POST /api/setup/token', STATE_ONLY);
  const [isRefused, setRefused] = useState(false);
  // What is shown next follows from the state, which is read again.
  const send = async (token: string) => {
    setRefused(false);
    try {
      await exchange.mutateAsync({ body: { token } });
    } catch (error) {
      if (asProblem(error).code !== 'not_allowed') throw error;
      setRefused(true);
    }
  };
  return (
    <Card>
      <Banner>
        {t('setup.token.where')} <Mono>{COMMAND}</Mono>
      </Banner>
      <div role="alert">{isRefused && <Banner tone="danger">{t('setup.token.refused')}</Banner>}</div>
      <Form
        schema={schema}
        defaults={{ token: '' }}
        submitLabel={t('setup.token.submit')}
        hasDirtyGuard={false}
        onSubmit={async ({ token }) => await send(token)}
      >
        <TextField name="token" label={t('setup.token.label')} isMono maxLength={200} />
      </Form>
    </Card>
  );
}
