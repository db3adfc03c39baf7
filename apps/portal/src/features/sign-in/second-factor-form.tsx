import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { authClient } from '../../app/auth-client.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainSignIn } from './explain-sign-in.ts';

type SecondFactorFormProps = { onDone: () => void; onBack: () => void };

/** The code of the authenticator app, or one of the backup codes. */
export function SecondFactorForm({ onDone, onBack }: SecondFactorFormProps) {
  const [code, setCode] = useState('');
  const [isBackup, setBackup] = useState(false);
  const [isTrusted, setTrusted] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const answer = { code: code.replaceAll(' ', ''), trustDevice: isTrusted };
    const { error } = isBackup
      ? await authClient.twoFactor.verifyBackupCode(answer)
      : await authClient.twoFactor.verifyTotp(answer);
    setBusy(false);
    if (error === null) onDone();
    else setFailure(error.status === 401 ? explainSignIn({ code: 'INVALID_CODE' }) : explainSignIn(error));
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      {failure !== undefined && <Callout tone="bad">{failure}</Callout>}
      <TextInput
        key={isBackup ? 'backup' : 'totp'}
        label={isBackup ? 'Backup code' : 'Code of your authenticator app'}
        size="sm"
        autoFocus
        required
        withAsterisk={false}
        autoComplete="one-time-code"
        inputMode={isBackup ? 'text' : 'numeric'}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Checkbox
        label="Do not ask on this device for 30 days"
        checked={isTrusted}
        onChange={(event) => setTrusted(event.currentTarget.checked)}
      />
      <Button type="submit" size="sm" fullWidth loading={isBusy}>
        Confirm
      </Button>
      <div className="sign-in-links">
        <button type="button" className="link-button" onClick={() => setBackup(!isBackup)}>
          {isBackup ? 'Use the authenticator app' : 'Use a backup code'}
        </button>
        <button type="button" className="link-button" onClick={onBack}>
          Back
        </button>
      </div>
    </form>
  );
}
