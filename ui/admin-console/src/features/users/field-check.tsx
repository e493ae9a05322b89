import { Banner, Mono, useLater, useText } from '@countersign/ui-kit';
import { useEffect, useState } from 'react';
import { useApi } from '../../api.ts';

interface Checked {
  readonly canonicalName: string;
  readonly isNameTaken: boolean;
  readonly phone: string;
}

const DEBOUNCE = 400;
const SHORTEST_PHONE = 6;

/** Says while the form is filled in that a name is taken, and how a phone number would be stored. */
export function FieldCheck(props: { userName: string; phone: string; exceptUserId: string }) {
  const { exceptUserId } = props;
  const t = useText();
  const { call } = useApi();
  const userName = useLater(props.userName.trim(), DEBOUNCE);
  const phone = useLater(props.phone.length < SHORTEST_PHONE ? '' : props.phone, DEBOUNCE);
  const [checked, setChecked] = useState<Checked>();
  useEffect(() => {
    const over = new AbortController();
    setChecked(undefined);
    if (userName === '' && phone === '') return;
    // A check that fails says nothing: the form is checked again when it is sent.
    call('POST /api/user-checks', { body: { userName, phone, exceptUserId } }, { signal: over.signal, isQuiet: true })
      .then(setChecked)
      .catch(() => undefined);
    return () => over.abort();
  }, [call, userName, phone, exceptUserId]);
  if (!checked) return null;
  return (
    <>
      {checked.isNameTaken && (
        <Banner tone="danger" isAnnounced>
          {t('users.nameTaken', { name: checked.canonicalName })}
        </Banner>
      )}
      {phone !== '' && (
        <Banner tone={checked.phone === '' ? 'danger' : 'info'} isAnnounced>
          {checked.phone === '' ? t('users.phone.wrong') : t('users.phone.preview')} <Mono>{checked.phone}</Mono>
        </Banner>
      )}
    </>
  );
}
