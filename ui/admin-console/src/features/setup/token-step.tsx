import { Banner, Card, Form, Mono, TextField, useGo, useText } from '@countersign/ui-kit';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';

const COMMAND = 'countersign setup token';
const schema = z.object({ token: z.string().check(z.trim(), z.minLength(1)) });

/** The token that whoever installs the server finds in its log. */
export function TokenStep() {
  const t = useText();
  const go = useGo();
  const exchange = useApiMutation('POST /api/setup/token');
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
        onSubmit={async ({ token }) => {
          await exchange.mutateAsync({ body: { token } });
          go('/setup/company');
        }}
      >
        <TextField name="token" label={t('setup.token.label')} isMono maxLength={200} />
      </Form>
    </Card>
  );
}
