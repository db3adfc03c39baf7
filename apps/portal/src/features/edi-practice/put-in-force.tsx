import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { queryClient } from '../../app/api.ts';
import { gateway } from '../../app/gateway-api.ts';
import { Callout } from '../../ui/callout.tsx';
import { ErrorView, explainError } from '../../ui/error-view.tsx';
import { ReasonField } from '../../ui/form-fields.tsx';
import { RowsSkeleton } from '../../ui/page.tsx';
import { SettingChanges } from '../edi/setting-changes.tsx';
import type { DraftRow } from './practice-types.ts';

/** Makes a draft what holds: what changes by it is shown before. */
export function PutInForce({ draft }: { draft: DraftRow }) {
  const { draftId, partnerOrganisationId, agreementId } = draft;
  return (
    <section className="section" aria-labelledby="force-title" data-testid="put-in-force">
      <h2 id="force-title">Put in force</h2>
      {(partnerOrganisationId ?? agreementId) === null ? (
        <p className="soft">Say first which organisation the partner is: keep the draft again with it.</p>
      ) : (
        <Force draftId={draftId} />
      )}
    </section>
  );
}

function Force({ draftId }: { draftId: string }) {
  const preview = useQuery(gateway.edi.onboarding.previewForce.queryOptions({ draftId }));
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const [partnerKey, setPartnerKey] = useState('');
  const force = useMutation(
    gateway.edi.onboarding.putInForce.mutationOptions({
      onSuccess: async ({ agreementId }) => {
        await queryClient.invalidateQueries(gateway.edi.pathFilter());
        void navigate({ to: '/edi/agreements/$agreementId', params: { agreementId } });
      },
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    force.mutate({ draftId, reason, apiKeys: partnerKey === '' ? {} : { partner: partnerKey } });
  };
  return (
    <>
      {preview.isPending && <RowsSkeleton />}
      {preview.isError && <ErrorView error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.isSuccess && (
        <>
          <p className="soft">
            {preview.data.agreementId === null
              ? 'It becomes a new agreement with the partner, by folder, until its transport is set.'
              : 'It becomes the next version of the agreement that there is with the partner; transport and keys stay.'}
          </p>
          {preview.data.changes.length === 0 ? (
            <p>The agreement says all of it already.</p>
          ) : (
            <SettingChanges changes={preview.data.changes} />
          )}
          <form onSubmit={submit} className="adopt-form">
            <ReasonField value={reason} onChange={setReason} placeholder="The partner has tested it" />
            {preview.data.agreementId === null && (
              <PasswordInput
                label="The partner’s API key at Coplan"
                description="His documents are posted with it"
                autoComplete="off"
                value={partnerKey}
                onChange={(event) => setPartnerKey(event.currentTarget.value)}
              />
            )}
            <Button
              type="submit"
              disabled={reason.trim() === ''}
              loading={force.isPending}
              data-testid="force-draft"
            >
              Put in force
            </Button>
          </form>
        </>
      )}
      {force.isError && <Callout tone="bad">{explainError(force.error)}</Callout>}
    </>
  );
}
