import { Card, Form, TextField, useText } from '@countersign/ui-kit';
import * as z from 'zod/mini';

/** The account of the first administrator, before it is made. */
export interface Account {
  readonly userName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly mail: string;
  readonly password: string;
}

const optional = z.string().check(z.trim(), z.maxLength(100));
const schema = z
  .object({
    userName: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
    firstName: optional,
    lastName: optional,
    mail: z.union([z.literal(''), z.email()]),
    password: z.string().check(z.minLength(12), z.maxLength(128)),
    again: z.string(),
  })
  .check(z.refine(({ password, again }) => password === again, { error: 'setup.account.differ', path: ['again'] }));

const EMPTY: Account = { userName: '', firstName: '', lastName: '', mail: '', password: '' };

/** Name and password; nothing is sent before the app is proved. */
export function AccountForm({ account = EMPTY, onDone }: { account?: Account; onDone: (account: Account) => void }) {
  const t = useText();
  return (
    <Card title={t('setup.account.title')}>
      <Form
        schema={schema}
        defaults={{ ...account, again: account.password }}
        submitLabel={t('setup.next')}
        hasDirtyGuard={false}
        onSubmit={({ again: _again, ...values }) => onDone(values)}
      >
        <TextField
          name="userName"
          label={t('setup.account.userName')}
          description={t('setup.account.userNameAbout')}
          autoComplete="username"
          isMono
        />
        <TextField name="firstName" label={t('setup.account.firstName')} autoComplete="given-name" isOptional />
        <TextField name="lastName" label={t('setup.account.lastName')} autoComplete="family-name" isOptional />
        <TextField name="mail" type="email" label={t('setup.account.mail')} autoComplete="email" isOptional />
        <TextField
          name="password"
          type="password"
          label={t('setup.account.password')}
          description={t('setup.account.passwordAbout')}
          autoComplete="new-password"
        />
        <TextField name="again" type="password" label={t('setup.account.again')} autoComplete="new-password" />
      </Form>
    </Card>
  );
}
