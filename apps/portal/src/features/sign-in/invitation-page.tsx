import { Button, PasswordInput, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import './sign-in.css';
import { Callout } from '../../ui/callout.tsx';

const route = getRouteApi('/accept-invitation');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

async function acceptInvitation(token: string, name: string, password: string): Promise<string | undefined> {
  const response = await fetch('/api/invitations/accept', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, name, password }),
  });
  if (response.ok) return undefined;
  const answer: unknown = await response.json().catch(() => undefined);
  const error = isRecord(answer) && isRecord(answer.error) ? answer.error : {};
  return typeof error.message === 'string'
    ? error.message
    : 'The invitation could not be accepted. Ask your administrator for a new one.';
}

/** /accept-invitation?token=…: the invited person chooses a name and a password. */
export function InvitationPage() {
  const { token = '' } = route.useSearch();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const refusal = await acceptInvitation(token, name, password).catch(
      () => 'The server could not be reached. Check your connection and try again.',
    );
    setBusy(false);
    if (refusal === undefined) location.assign('/sign-in');
    else setFailure(refusal);
  };
  return (
    <main className="sign-in">
      <section className="sign-in-form">
        <div className="sign-in-brand">
          <img src="/coplan.svg" alt="" width={34} height={34} />
          <h1>Welcome to Coplan</h1>
        </div>
        <form onSubmit={(event) => void submit(event)}>
          {failure !== undefined && <Callout tone="bad">{failure}</Callout>}
          <TextInput
            label="Your name"
            size="sm"
            required
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label="Choose a password"
            description="At least ten characters"
            size="sm"
            required
            minLength={10}
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" fullWidth loading={isBusy}>
            Accept the invitation
          </Button>
        </form>
      </section>
    </main>
  );
}
