import { Button, Group, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { renderSVG } from 'uqr';
import { queryClient, trpc } from '../../app/api.ts';
import { authClient } from '../../app/auth-client.ts';
import { Callout } from '../../ui/callout.tsx';
import { showNotice } from '../../ui/notices.tsx';
import { explainSignIn } from '../sign-in/explain-sign-in.ts';

type Enrolment = { totpUri: string; backupCodes: string[] };

const refreshSession = (): Promise<void> => queryClient.invalidateQueries(trpc.session.pathFilter());
const wrongPassword = 'The password is not right.';

/** Turning the second factor on or off asks for the password again. */
export function SecondFactor({ isOn }: { isOn: boolean }) {
  const [enrolment, setEnrolment] = useState<Enrolment>();
  return (
    <section className="section" aria-labelledby="factor-title">
      <h2 id="factor-title">
        Second factor <span className={`tag ${isOn ? 'good' : 'warn'}`}>{isOn ? 'On' : 'Off'}</span>
      </h2>
      {enrolment !== undefined && !isOn ? (
        <EnrolmentSteps enrolment={enrolment} onDone={() => setEnrolment(undefined)} />
      ) : (
        <PasswordStep isOn={isOn} onEnrolment={setEnrolment} />
      )}
    </section>
  );
}

function PasswordStep({ isOn, onEnrolment }: { isOn: boolean; onEnrolment: (enrolment: Enrolment) => void }) {
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const turnOff = async (): Promise<void> => {
    const { error } = await authClient.twoFactor.disable({ password });
    if (error !== null) return setFailure(wrongPassword);
    showNotice('The second factor is off.');
    await refreshSession();
  };
  const turnOn = async (): Promise<void> => {
    const { data, error } = await authClient.twoFactor.enable({ password });
    if (error !== null || data === null || !('totpURI' in data)) return setFailure(wrongPassword);
    onEnrolment({ totpUri: data.totpURI, backupCodes: data.backupCodes });
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    await (isOn ? turnOff() : turnOn());
    setBusy(false);
    setPassword('');
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <p className="soft">
        {isOn
          ? 'Signing in asks for a code of your authenticator app.'
          : 'With a second factor, a stolen password alone opens nothing. You need an authenticator app.'}
      </p>
      <Group align="flex-end">
        <PasswordInput
          w={240}
          label="Your password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          error={failure}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" variant={isOn ? 'default' : 'filled'} loading={isBusy}>
          {isOn ? 'Turn off' : 'Set up'}
        </Button>
      </Group>
    </form>
  );
}

const qrImage = (totpUri: string): string =>
  `data:image/svg+xml,${encodeURIComponent(renderSVG(totpUri, { border: 2 }))}`;

function EnrolmentSteps({ enrolment, onDone }: { enrolment: Enrolment; onDone: () => void }) {
  const [code, setCode] = useState('');
  const [failure, setFailure] = useState<string>();
  const secret = new URL(enrolment.totpUri).searchParams.get('secret') ?? '';
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const { error } = await authClient.twoFactor.verifyTotp({ code: code.replaceAll(' ', '') });
    if (error !== null) return setFailure(explainSignIn({ code: 'INVALID_CODE' }));
    showNotice('The second factor is on.', { tone: 'good' });
    await refreshSession();
    onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <ol>
        <li>
          Scan this code with your authenticator app, or enter <code>{secret}</code> by hand.
          <div>
            <img
              src={qrImage(enrolment.totpUri)}
              alt="Code for the authenticator app"
              width={168}
              height={168}
            />
          </div>
        </li>
        <li>
          Keep these backup codes somewhere safe; each works once, when the phone is gone.
          <pre className="mono">{enrolment.backupCodes.join('  ')}</pre>
        </li>
        <li>
          <Group align="flex-end">
            <TextInput
              w={260}
              label="Enter the code that the app shows"
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              withAsterisk={false}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
            <Button type="submit">Turn on</Button>
          </Group>
          {failure !== undefined && <Callout tone="bad">{failure}</Callout>}
        </li>
      </ol>
    </form>
  );
}
