import * as z from 'zod/mini';
import { TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { useText } from '../text/text-context.tsx';

const schema = z.object({
  userName: z.string().check(z.minLength(1, 'kit.field.required')),
  password: z.string().check(z.minLength(1, 'kit.field.required')),
});

/** Name and password. The name also offers passkeys where the browser can. */
export function PasswordForm(props: {
  userName?: string;
  onSubmit: (userName: string, password: string) => Promise<void>;
}) {
  const t = useText();
  return (
    <Form
      schema={schema}
      defaults={{ userName: props.userName ?? '', password: '' }}
      hasDirtyGuard={false}
      needsMaster={false}
      submitLabel={t('signIn.submit')}
      onSubmit={({ userName, password }) => props.onSubmit(userName, password)}
    >
      <TextField name="userName" label={t('signIn.userName')} autoComplete="username webauthn" isMono />
      <TextField name="password" type="password" label={t('signIn.password')} autoComplete="current-password" />
    </Form>
  );
}
