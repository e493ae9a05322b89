import { Card, Checkbox, NumberField, Select, TextArea, TextField, useText } from '@countersign/ui-kit';
import { METHODS } from './client-values.ts';

const ENCODINGS = ['windows-1252', 'windows-1251', 'iso-8859-1'] as const;
const SOURCES = ['local', 'directory', 'none'] as const;
const ENTRIES = ['challenge_or_concatenated', 'challenge', 'concatenated', 'code_only'] as const;

/** The fields of a client in three groups. `isNew`: a secret can be given. */
export function ClientFields({ isNew = false }: { isNew?: boolean }) {
  const t = useText();
  return (
    <>
      <Card title={t('nas.group.device')}>
        <TextField name="name" label={t('nas.name')} description={t('nas.nameAbout')} maxLength={100} />
        <TextField name="network" label={t('nas.network')} description={t('nas.networkAbout')} isMono />
        {isNew && (
          <TextField
            name="secret"
            type="password"
            autoComplete="off"
            label={t('nas.secret')}
            description={t('nas.secretAbout')}
            isOptional
          />
        )}
        <NumberField
          name="nasDeadlineSeconds"
          label={t('nas.deadline')}
          description={t('nas.deadlineAbout')}
          unit={t('nas.seconds')}
          minimum={1}
          maximum={300}
        />
        <NumberField
          name="requestsPerSecond"
          label={t('nas.limit')}
          description={t('nas.limitAbout')}
          minimum={0}
          maximum={100_000}
        />
      </Card>
      <PolicyFields />
      <ProtocolFields />
    </>
  );
}

function PolicyFields() {
  const t = useText();
  const sources = SOURCES.map((value) => ({ value, label: t(`nas.source.${value}`) }));
  const entries = ENTRIES.map((value) => ({ value, label: t(`nas.entry.${value}`) }));
  return (
    <Card title={t('nas.group.policy')}>
      <Select name="passwordSource" label={t('nas.passwordSource')} options={sources} />
      <Select name="codeEntry" label={t('nas.codeEntry')} description={t('nas.codeEntryAbout')} options={entries} />
      <fieldset>
        <legend>{t('nas.methods')}</legend>
        {METHODS.map((method) => (
          <Checkbox key={method} name={method} label={t(`nas.method.${method}`)} />
        ))}
      </fieldset>
      <Checkbox name="requireUserMatch" label={t('nas.userMatch')} description={t('nas.userMatchAbout')} />
      <TextArea
        name="trustedNetworks"
        label={t('nas.trusted')}
        description={t('nas.trustedAbout')}
        rows={2}
        isOptional
      />
      <TextArea
        name="replyAttributes"
        label={t('nas.replyAttributes')}
        description={t('nas.replyAttributesAbout')}
        rows={3}
        isOptional
      />
    </Card>
  );
}

function ProtocolFields() {
  const t = useText();
  const encodings = [
    { value: '', label: t('nas.encoding.utf8') },
    ...ENCODINGS.map((value) => ({ value, label: value })),
  ];
  return (
    <Card title={t('nas.group.protocol')}>
      <Checkbox
        name="requireMessageAuthenticator"
        label={t('nas.requireSignature')}
        description={t('nas.requireSignatureAbout')}
      />
      <Checkbox
        name="allowUnsignedProxyState"
        label={t('nas.unsignedProxyState')}
        description={t('nas.unsignedProxyStateAbout')}
      />
      <Checkbox name="sendClass" label={t('nas.sendClass')} description={t('nas.sendClassAbout')} />
      <Select name="passwordEncoding" label={t('nas.encoding')} options={encodings} />
      <TextArea
        name="clientAddressAttributes"
        label={t('nas.addressAttributes')}
        description={t('nas.addressAttributesAbout')}
        rows={2}
        isOptional
      />
    </Card>
  );
}
