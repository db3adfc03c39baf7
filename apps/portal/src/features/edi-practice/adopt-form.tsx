import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import { gateway } from '../../app/gateway-api.ts';
import { useSession } from '../../app/session.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import type { DraftContent, Proposed } from './practice-types.ts';

/** The draft that a proposal makes; undefined while who writes to whom is open. */
function contentOf(
  { proposal, answered }: Proposed,
  names: { localName: string; partnerName: string },
): DraftContent | undefined {
  const { local, partner } = answered.envelope;
  if (local === undefined || partner === undefined) return undefined;
  return {
    ...names,
    envelope: { local, partner },
    usage: answered.usage ?? 'test',
    profile: answered.profile as Record<string, unknown>,
    sets: proposal.sets
      .filter(({ documentType }) => documentType !== undefined)
      .map(({ type, direction }) => ({
        type,
        direction: direction === 'to-partner' ? direction : 'from-partner',
      })),
  };
}

/** Keeps the proposal as a draft: nothing that is in force changes. */
export function AdoptForm({ proposed }: { proposed: Proposed }) {
  const { organisation } = useSession();
  const navigate = useNavigate();
  const [localName, setLocalName] = useState(organisation.name);
  const [partnerName, setPartnerName] = useState(proposed.answered.envelope.partner?.id ?? '');
  const [partnerId, setPartnerId] = useState<string | null>(null);
  const partners = useQuery(trpc.partners.directory.list.queryOptions({ limit: 100 }));
  const adopt = useMutation(
    gateway.edi.onboarding.adopt.mutationOptions({
      onSuccess: ({ draftId }) => {
        void queryClient.invalidateQueries(gateway.edi.onboarding.pathFilter());
        void navigate({ to: '/edi/drafts/$draftId', params: { draftId } });
      },
    }),
  );
  const content = contentOf(proposed, { localName, partnerName });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (content === undefined) return;
    adopt.mutate({ content, ...(partnerId === null ? {} : { partnerOrganisationId: partnerId }) });
  };
  return (
    <section className="section" aria-labelledby="adopt-title">
      <h2 id="adopt-title">Keep as a draft</h2>
      <p className="soft">
        A draft has its guide and its conformance run. What is in force stays as it is until you put the draft
        in force.
      </p>
      <form onSubmit={submit} className="adopt-form">
        <TextInput
          label="We are called"
          required
          maxLength={100}
          value={localName}
          onChange={(event) => setLocalName(event.currentTarget.value)}
        />
        <TextInput
          label="The partner is called"
          required
          maxLength={100}
          value={partnerName}
          onChange={(event) => setPartnerName(event.currentTarget.value)}
        />
        <Select
          label="Organisation here"
          placeholder="Not in Coplan"
          clearable
          value={partnerId}
          onChange={setPartnerId}
          data={(partners.data?.rows ?? []).map((row) => ({ value: row.partnerId, label: row.name }))}
        />
        <Button type="submit" disabled={content === undefined} loading={adopt.isPending} data-testid="adopt">
          Keep the draft
        </Button>
      </form>
      {content === undefined && <p className="soft">Answer first who we are in the envelopes.</p>}
      {adopt.isError && <Callout tone="bad">{explainError(adopt.error)}</Callout>}
    </section>
  );
}
