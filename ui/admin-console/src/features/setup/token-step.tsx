import { Banner, Card, Form, Mono, TextField, useText } from '@countersign/ui-kit';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import { STATE_ONLY } from './steps.ts';

const COMMAND = 'countersign setup token';
const schema = z.object({ token: z.string().check(z.trim(), z.minLength(1)) });

/** The token that whoever installs the server finds in its log. */
export function TokenStep() {
  const t = useText();
  const exchange = useApiMutation('POST /api/setup/token', STATE_ONLY);
  return (
    <Card>
      <Banner>
        {t('setup.token.where')} <Mono>{COMMAND}</Mono>
      </Banner>
      <Form
        schema={schema}
        defaults={{ token: '' }}
        submitLabel={t('setup.token.submit')}
        hasDirtyGuard={false}
        // What is shown next follows from the state, which is read again.
        onSubmit={async ({ token }) => await exchange.mutateAsync({ body: { token } })}
      >
        <TextField name="token" label={t('setup.token.label')} isMono maxLength={200} />
      </Form>
    </Card>
  );
}
