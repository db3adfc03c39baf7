import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import '../performance.css';
import { queryClient, trpc } from '../../../app/api.ts';
import type { MeasuringTerms, TermsView } from '../../../app/api-types.ts';
import { useKeys } from '../../../app/keyboard.ts';
import { Callout } from '../../../ui/callout.tsx';
import { ErrorView, explainError } from '../../../ui/error-view.tsx';
import { formatDay } from '../../../ui/format.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { showNotice } from '../../../ui/notices.tsx';
import { Page, RowsSkeleton } from '../../../ui/page.tsx';
import { ReviewDialog } from '../../../ui/review-dialog.tsx';
import { useSupplierChoices } from '../../../ui/use-partner-choices.ts';
import { diffTerms, termProblems, versionOn, versionsOf } from './term-words.ts';
import { TermsForm } from './terms-form.tsx';

const route = getRouteApi('/shell/measuring-terms/new');

/** What would hold on a day without the new version. */
function heldOn(terms: TermsView, supplierId: string | null, day: string): MeasuringTerms {
  const own = supplierId === null ? undefined : versionOn(versionsOf(terms, supplierId), day);
  return (own ?? versionOn(versionsOf(terms, null), day))?.content ?? terms.standard;
}

function NewVersion({
  terms,
  supplierId,
  supplierName,
}: {
  terms: TermsView;
  supplierId: string | null;
  supplierName: string;
}) {
  const navigate = route.useNavigate();
  const [validFrom, setValidFrom] = useState<string>(terms.today);
  const [edited, setEdited] = useState<MeasuringTerms>();
  const [isReviewing, setReviewing] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const held = heldOn(terms, supplierId, validFrom);
  const content = edited ?? held;
  const sections = diffTerms(held, content, terms.currency);
  const problems = [
    ...termProblems(content),
    ...(validFrom < terms.today
      ? [`Terms hold for orders to come: choose ${formatDay(terms.today)} or later.`]
      : []),
  ];
  const isReady = problems.length === 0 && sections.length > 0;
  const review = (): void => setReviewing(isReady);
  useKeys('New version', [{ keys: 's', label: 'See what changes, and save', run: review }]);
  useBlocker({
    shouldBlockFn: () =>
      edited !== undefined && !isSaved && !window.confirm('Leave the page? What you changed is not saved.'),
    enableBeforeUnload: edited !== undefined && !isSaved,
  });
  const set = useMutation(
    trpc.performance.terms.set.mutationOptions({
      onSuccess: async () => {
        setSaved(true);
        showNotice(`Orders from ${formatDay(validFrom)} on are judged by the new version.`, { tone: 'good' });
        await queryClient.invalidateQueries(trpc.performance.pathFilter());
        void navigate({
          to: '/measuring-terms',
          search: supplierId === null ? {} : { partner: supplierId },
          ignoreBlocker: true,
        });
      },
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
    }),
  );
  return (
    <div className="page-body">
      <div className="terms-head">
        <TextInput
          type="date"
          label="Holds for orders from"
          min={terms.today}
          value={validFrom}
          onChange={(event) => setValidFrom(event.currentTarget.value)}
        />
        <Button disabled={!isReady} onClick={review} data-testid="terms-review">
          Review and save
        </Button>
        <span className="soft">
          {sections.length === 0
            ? 'As it holds on that day. Change what shall differ.'
            : `${sections.flatMap(({ changes }) => changes).length} changes against what holds on that day`}
        </span>
      </div>
      {problems.length > 0 && (
        <Callout tone="warn" title="It cannot be saved yet">
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Callout>
      )}
      <TermsForm
        content={content}
        currency={terms.currency}
        validFrom={validFrom}
        known={new Set(held.actions.map(({ code }) => code))}
        onChange={setEdited}
      />
      {isReviewing && (
        <ReviewDialog
          title={`New terms for ${supplierName}`}
          sections={sections}
          beforeTitle="Held so far"
          afterTitle={`Orders from ${formatDay(validFrom)}`}
          submit="Save"
          isPending={set.isPending}
          onSave={() => set.mutate({ supplierId, validFrom, content })}
          onClose={() => setReviewing(false)}
        >
          <p>
            Orders that were placed before keep the terms that they were placed under. No version is ever
            changed.
          </p>
        </ReviewDialog>
      )}
    </div>
  );
}

/** /measuring-terms/new: a version of the terms from a day on, begun from the one that holds then. */
export function NewTermsPage() {
  const { partner } = route.useSearch();
  const terms = useQuery(trpc.performance.terms.get.queryOptions());
  const suppliers = useSupplierChoices();
  const name =
    partner === undefined
      ? 'all suppliers'
      : (suppliers.find(({ value }) => value === partner)?.label ?? 'this supplier');
  return (
    <Page
      title="New measuring terms"
      subtitle={`For ${name}`}
      actions={
        <LinkButton variant="default" to="/measuring-terms" search={partner === undefined ? {} : { partner }}>
          Back
        </LinkButton>
      }
    >
      {terms.isPending && <RowsSkeleton />}
      {terms.isError && terms.data === undefined && (
        <ErrorView error={terms.error} onRetry={() => void terms.refetch()} />
      )}
      {terms.data !== undefined && (
        <NewVersion terms={terms.data} supplierId={partner ?? null} supplierName={name} />
      )}
    </Page>
  );
}
