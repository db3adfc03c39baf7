import { Button, Group, SegmentedControl } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import './blanket.css';
import { queryClient, trpc } from '../../app/api.ts';
import type { ReleaseRequest } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { ReasonField } from '../../ui/form-fields.tsx';
import { formatDay } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { Empty, Page } from '../../ui/page.tsx';
import { ExactDays } from './exact-days.tsx';
import { ReleaseDifference } from './release-difference.tsx';
import {
  type ExactRow,
  exactRows,
  forecastRequest,
  shippingRequest,
  type TypedWeeks,
  weeksAsText,
} from './release-draft.ts';
import { useReleasePreview } from './use-release-preview.ts';
import { WeeksGrid } from './weeks-grid.tsx';

const route = getRouteApi('/shell/blanket-orders/$orderId/release');

function useIssue(orderId: string) {
  const navigate = route.useNavigate();
  return useMutation(
    trpc.orders.blankets.release.mutationOptions({
      onSuccess: ({ releaseNumber }) => {
        showNotice(`Release ${releaseNumber} is issued.`, { tone: 'good' });
        void navigate({ to: '/blanket-orders/$orderId', params: { orderId } });
      },
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: () => queryClient.invalidateQueries(trpc.orders.pathFilter()),
    }),
  );
}

/** Enter goes on to the next field, and never sends by accident. */
function nextField(form: HTMLElement, field: HTMLInputElement): HTMLInputElement | undefined {
  const fields = [...form.querySelectorAll<HTMLInputElement>('table input')];
  return fields[fields.indexOf(field) + 1];
}

/** /blanket-orders/:orderId/release: what to release next, and what that changes, before it is sent. */
export function ReleasePage() {
  const { orderId } = route.useParams();
  const { data: view } = useSuspenseQuery(trpc.orders.blankets.get.queryOptions({ orderId }));
  const { data: seed } = useSuspenseQuery(trpc.orders.blankets.seedRelease.queryOptions({ orderId }));
  const [kind, setKind] = useState<ReleaseRequest['kind']>('forecast');
  const [typed, setTyped] = useState<TypedWeeks>({});
  const [rows, setRows] = useState<readonly ExactRow[]>(() => exactRows(view));
  const [reason, setReason] = useState('');
  const request = kind === 'forecast' ? forecastRequest(orderId, seed, typed) : shippingRequest(view, rows);
  const preview = useReleasePreview(request);
  const issue = useIssue(orderId);
  const needsReason = preview.data?.needsReason ?? null;
  const isReady =
    preview.isCurrent && preview.data?.issue === null && (needsReason === null || reason.trim() !== '');
  const send = (): void => {
    if (!isReady) return;
    issue.mutate({
      ...request,
      ...(needsReason === null ? {} : { reason: reason.trim() }),
      expectedVersion: view.version,
    });
  };
  const source =
    seed.forecast === null
      ? 'No order forecast is published for these items: what is called off and what the last release said is filled in.'
      : `Filled in: what is called off, and beyond it your order forecast ${seed.forecast.versionNumber} of ${formatDay(seed.forecast.issuedOn)}.`;
  return (
    <Page
      title={`New release of ${view.poNumber}`}
      subtitle={
        <Link to="/blanket-orders/$orderId" params={{ orderId }}>
          {view.supplierName}, {view.shipToName}
        </Link>
      }
      actions={
        <SegmentedControl
          aria-label="Kind of release"
          data={[
            { value: 'forecast', label: 'Forecast release' },
            { value: 'shipping', label: 'Shipping release' },
          ]}
          value={kind}
          onChange={(value) => setKind(value === 'shipping' ? 'shipping' : 'forecast')}
        />
      }
    >
      {!view.mayRelease ? (
        <Empty title="Nothing more is released of this blanket order">
          <p>It is {view.state}. What is called off still comes.</p>
        </Empty>
      ) : (
        <form
          className="page-body release-columns"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
            event.preventDefault();
            if (event.ctrlKey || event.metaKey) send();
            else nextField(event.currentTarget, event.target)?.focus();
          }}
        >
          <div>
            <p className="soft">
              {kind === 'forecast'
                ? source
                : `By day and time, for the ${view.firmDays} firm days. What a week has in sum stays the same unless you give a reason.`}
            </p>
            {kind === 'forecast' ? (
              <WeeksGrid view={view} seed={seed} typed={typed} onType={setTyped} />
            ) : (
              <ExactDays view={view} rows={rows} onChange={setRows} />
            )}
          </div>
          <aside>
            <ReleaseDifference view={view} preview={preview} />
            {needsReason !== null && (
              <ReasonField
                value={reason}
                onChange={setReason}
                placeholder="The promotion moved"
                description="Your supplier reads it."
              />
            )}
            <Group mt="md">
              <Button type="submit" disabled={!isReady} loading={issue.isPending}>
                Issue the release
              </Button>
              {kind === 'forecast' && (
                <Button
                  variant="default"
                  onClick={() => void navigator.clipboard.writeText(weeksAsText(view, request))}
                >
                  Copy as table
                </Button>
              )}
            </Group>
            <p className="soft">
              <kbd>Enter</kbd> goes to the next field, <kbd>Ctrl</kbd> <kbd>Enter</kbd> issues the release.{' '}
              {view.channel === 'edi' ? 'It goes out by EDI.' : 'Your supplier sees it in the portal.'}
            </p>
          </aside>
        </form>
      )}
    </Page>
  );
}
