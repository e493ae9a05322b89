import {
  Banner,
  Button,
  Card,
  Checkbox,
  Form,
  Page,
  PhoneField,
  QueryView,
  TextLink,
  Select,
  Stack,
  TextArea,
  TextField,
  useGo,
  usePathParameter,
  useText,
  useToast,
} from '@countersign/ui-kit';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApi, useApiMutation, useApiQuery } from '../../api.ts';
import { Conflict, type FieldsOfUser } from './conflict.tsx';
import { FieldCheck } from './field-check.tsx';
import { nameOf, type User } from './types.ts';

const METHODS = ['', 'totp', 'hotp', 'text_message'] as const;
const schema = z.object({
  userName: z.string().check(z.trim(), z.minLength(1), z.maxLength(256)),
  firstName: z.string().check(z.maxLength(256)),
  lastName: z.string().check(z.maxLength(256)),
  mail: z.string().check(z.maxLength(254)),
  phone: z.string().check(z.maxLength(64)),
  aliases: z.string(),
  groups: z.string(),
  tags: z.string(),
  description: z.string().check(z.maxLength(1000)),
  defaultMethod: z.string(),
  isEnabled: z.boolean(),
});

type Values = z.infer<typeof schema>;

/** A06: a user who is added by hand. */
export function NewUserPage() {
  const t = useText();
  const go = useGo();
  const toast = useToast();
  const [another, setAnother] = useState(false);
  const add = useApiMutation('POST /api/users');
  const submit = async ({ phone, isEnabled, ...values }: Values) => {
    // A country alone is no number.
    const body = { ...fieldsOf(values), phone: phone.length > 5 ? phone : '', isDisabled: !isEnabled };
    const user = await add.mutateAsync({ body });
    toast(t('users.added', { user: user.userName }));
    if (!another) go(`/users/${user.id}`);
  };
  return (
    <Page title={t('users.add')}>
      <Card>
        <Form
          schema={schema}
          defaults={NOBODY}
          onSubmit={submit}
          submitLabel={t(another ? 'users.saveAndAnother' : 'users.save')}
          resetsAfter={another}
        >
          {(form) => (
            <>
              <UserFields exceptUserId="" hasPhone userName={form.watch('userName')} phone={form.watch('phone')} />
              <Button kind="quiet" size="small" aria-pressed={another} onClick={() => setAnother(!another)}>
                {t('users.another')}
              </Button>
            </>
          )}
        </Form>
      </Card>
    </Page>
  );
}

/** A06: changes a user; who changed it meanwhile is shown beside, field by field. */
export function EditUserPage() {
  const userId = usePathParameter('userId');
  const user = useApiQuery('GET /api/users/:user', { params: { user: userId } });
  const t = useText();
  if (user.data !== undefined) return <EditForm key={user.data.id} found={user.data} />;
  return (
    <Page title={t('users.title')} intro={<TextLink to="/users">{t('users.back')}</TextLink>}>
      <QueryView query={user}>{() => null}</QueryView>
    </Page>
  );
}

function EditForm({ found }: { found: User }) {
  const t = useText();
  const go = useGo();
  const toast = useToast();
  const { call } = useApi();
  // What the form began with: what is read meanwhile must not change it under the hands of whoever types.
  const [base, setBase] = useState(found);
  const [theirs, setTheirs] = useState<{ readonly theirs: User; readonly mine: FieldsOfUser }>();
  const update = useApiMutation('PATCH /api/users/:user');
  const submit = async ({ phone: _phone, isEnabled, ...values }: Values) => {
    const mine = { ...fieldsOf(values), isEnabled };
    const params = { user: base.id };
    try {
      await update.mutateAsync({ params, body: { version: base.version, changes: mine } });
    } catch (error) {
      if ((error as { code?: string }).code !== 'version_conflict') throw error;
      setTheirs({ theirs: await call('GET /api/users/:user', { params }), mine });
      throw error;
    }
    toast(t('users.saved', { user: base.userName }));
    go(`/users/${base.id}`);
  };
  const overwrite = () => {
    if (theirs) setBase({ ...base, version: theirs.theirs.version });
    setTheirs(undefined);
  };
  return (
    <Page title={t('users.editTitle', { user: nameOf(base) })}>
      <Stack>
        {theirs && <Conflict {...theirs} onKeepMine={overwrite} onTakeTheirs={() => go(`/users/${base.id}`)} />}
        <Card>
          <Form
            schema={schema}
            defaults={valuesOf(base)}
            onSubmit={submit}
            submitLabel={t('users.save')}
            actions={<Button onClick={() => go(`/users/${base.id}`)}>{t('kit.cancel')}</Button>}
          >
            {(form) => (
              <UserFields exceptUserId={base.id} hasPhone={false} userName={form.watch('userName')} phone="" />
            )}
          </Form>
        </Card>
        {!base.hasPassword && <Banner>{t('users.fromDirectory')}</Banner>}
      </Stack>
    </Page>
  );
}

interface UserFieldsProps {
  readonly exceptUserId: string;
  readonly hasPhone: boolean;
  readonly userName: string;
  readonly phone: string;
}

function UserFields({ exceptUserId, hasPhone, userName, phone }: UserFieldsProps) {
  const t = useText();
  return (
    <>
      <TextField name="userName" label={t('users.field.userName')} autoComplete="off" />
      <FieldCheck exceptUserId={exceptUserId} userName={userName} phone={phone} />
      <TextField name="firstName" label={t('users.field.firstName')} autoComplete="off" isOptional />
      <TextField name="lastName" label={t('users.field.lastName')} autoComplete="off" isOptional />
      <TextField name="mail" label={t('users.field.mail')} type="email" autoComplete="off" isOptional />
      {hasPhone && <PhoneField name="phone" label={t('users.field.phone')} isOptional />}
      <TextField name="aliases" label={t('users.field.aliases')} description={t('users.list')} isOptional />
      <TextField name="groups" label={t('users.field.groups')} description={t('users.list')} isOptional />
      <TextField name="tags" label={t('users.field.tags')} description={t('users.list')} isOptional />
      <Select
        name="defaultMethod"
        label={t('users.field.defaultMethod')}
        options={METHODS.map((value) => ({ value, label: t(`users.method.${value || 'first'}`) }))}
      />
      <TextArea name="description" label={t('users.field.description')} rows={2} isOptional />
      <Checkbox name="isEnabled" label={t('users.field.isEnabled')} />
    </>
  );
}

const NOBODY: Values = {
  userName: '',
  firstName: '',
  lastName: '',
  mail: '',
  phone: '',
  aliases: '',
  groups: '',
  tags: '',
  description: '',
  defaultMethod: '',
  isEnabled: true,
};

function valuesOf({
  userName,
  firstName,
  lastName,
  mail,
  description,
  defaultMethod,
  isEnabled,
  ...user
}: User): Values {
  const lists = { aliases: user.aliases.join('; '), groups: user.groups.join('; '), tags: user.tags.join('; ') };
  return { userName, firstName, lastName, mail, description, defaultMethod, isEnabled, phone: '', ...lists };
}

function fieldsOf(values: Omit<Values, 'phone' | 'isEnabled'>): Omit<FieldsOfUser, 'isEnabled'> {
  return {
    ...values,
    aliases: listOf(values.aliases),
    groups: listOf(values.groups),
    tags: listOf(values.tags),
  };
}

function listOf(text: string): string[] {
  return text
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
