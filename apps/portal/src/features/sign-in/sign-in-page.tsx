import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import './sign-in.css';
import { queryClient } from '../../app/api.ts';
import { authClient } from '../../app/auth-client.ts';
import { Callout } from '../../ui/callout.tsx';
import { readDemoSignIns } from './demo-sign-ins.ts';
import { explainSignIn } from './explain-sign-in.ts';
import { SecondFactorForm } from './second-factor-form.tsx';

const route = getRouteApi('/sign-in');

type PasswordFormProps = {
  email: string;
  password: string;
  onEmail: (email: string) => void;
  onPassword: (password: string) => void;
  onSecondFactor: () => void;
  onDone: () => void;
};

function PasswordForm({ email, password, onEmail, onPassword, onSecondFactor, onDone }: PasswordFormProps) {
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    const { data, error } = await authClient.signIn.email({ email, password });
    setBusy(false);
    if (error !== null) setFailure(explainSignIn(error));
    else if ('twoFactorRedirect' in data && data.twoFactorRedirect === true) onSecondFactor();
    else onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      {failure !== undefined && <Callout tone="bad">{failure}</Callout>}
      <TextInput
        label="E-mail"
        type="email"
        name="email"
        size="sm"
        autoComplete="username"
        required
        autoFocus
        withAsterisk={false}
        value={email}
        data-testid="sign-in-email"
        onChange={(event) => onEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        name="password"
        size="sm"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        data-testid="sign-in-password"
        onChange={(event) => onPassword(event.currentTarget.value)}
      />
      <Button type="submit" size="sm" fullWidth loading={isBusy} data-testid="sign-in-submit">
        Sign in
      </Button>
    </form>
  );
}

/** /sign-in: e-mail and password, then the second factor where the account has one. */
export function SignInPage() {
  const { from } = route.useSearch();
  const [step, setStep] = useState<'password' | 'second-factor'>('password');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const demo = useQuery({
    queryKey: ['demo-sign-ins'],
    queryFn: readDemoSignIns,
    staleTime: Infinity,
    retry: false,
  });
  useEffect(() => {
    document.title = 'Sign in · Coplan';
  }, []);
  const enter = (): void => {
    queryClient.clear();
    location.assign(from ?? '/');
  };

  return (
    <main className="sign-in">
      <section className="sign-in-form">
        <div className="sign-in-brand">
          <img src="/coplan.svg" alt="" width={34} height={34} />
          <h1>Coplan</h1>
        </div>
        <p className="soft">One plan for retailers, suppliers and carriers: explained, agreed, ordered.</p>
        {step === 'password' ? (
          <PasswordForm
            email={email}
            password={password}
            onEmail={setEmail}
            onPassword={setPassword}
            onSecondFactor={() => setStep('second-factor')}
            onDone={enter}
          />
        ) : (
          <SecondFactorForm onDone={enter} onBack={() => setStep('password')} />
        )}
      </section>
      {demo.data !== undefined && demo.data.signIns.length > 0 && step === 'password' && (
        <aside className="sign-in-demo" aria-labelledby="demo-title">
          <h2 id="demo-title">Demo network</h2>
          <p className="soft">Choose somebody to be; the password is filled in.</p>
          <ul>
            {demo.data.signIns.map((signIn) => (
              <li key={signIn.email}>
                <button
                  type="button"
                  onClick={() => {
                    setEmail(signIn.email);
                    setPassword(signIn.password);
                  }}
                >
                  <strong>{signIn.name}</strong>
                  <span>{signIn.email}</span>
                </button>
              </li>
            ))}
          </ul>
        </aside>
      )}
    </main>
  );
}
