import { Button, Skeleton } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { ProposalDetail } from '../../app/api-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { formatDay, formatMoney, formatPacks, formatQuantity } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Countdown, Instant } from '../../ui/time.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { useApprove } from './approve-dialog.tsx';
import { ConflictPanel } from './conflict-panel.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { PlanMessages } from './plan-messages.tsx';
import { ProofPanel } from './proof-panel.tsx';
import { RejectDialog } from './reject-dialog.tsx';
import { isApprovable } from './use-worklist.ts';

const route = getRouteApi('/shell/proposals/$proposalId');
const DemandChart = lazy(async () => ({ default: (await import('./demand-chart.tsx')).DemandChart }));
const StockChart = lazy(async () => ({ default: (await import('./stock-chart.tsx')).StockChart }));

function ProposalActions({ proposal }: { proposal: ProposalDetail }) {
  const [dialog, setDialog] = useState<'edit' | 'reject'>();
  const approve = useApprove(() => undefined);
  const canApprove = isApprovable(proposal);
  const canEdit = proposal.allowedEvents.includes('edit');
  const canReject = proposal.allowedEvents.includes('reject');
  const { proposalId, version } = proposal;
  const approveThis = (): void => approve.mutate({ proposals: [{ proposalId, expectedVersion: version }] });
  useKeys('Proposal', [
    { keys: 'a', label: 'Approve', run: () => canApprove && !approve.isPending && approveThis() },
    { keys: 'e', label: 'Edit the quantity', run: () => canEdit && setDialog('edit') },
    { keys: 'r', label: 'Reject', run: () => canReject && setDialog('reject') },
    { keys: 'Escape', label: 'Back', run: () => history.back() },
  ]);
  const stepMilli = proposal.input?.terms.multipleMilli?.value;
  return (
    <>
      {canReject && (
        <Button variant="subtle" color="red" onClick={() => setDialog('reject')}>
          Reject
        </Button>
      )}
      {canEdit && (
        <Button variant="default" onClick={() => setDialog('edit')}>
          Edit quantity
        </Button>
      )}
      {canApprove && (
        <Button loading={approve.isPending} onClick={approveThis} data-testid="approve">
          Approve {formatQuantity(proposal.quantityMilli, proposal.unit)}
        </Button>
      )}
      {dialog === 'edit' && (
        <EditDialog
          proposal={proposal}
          onClose={() => setDialog(undefined)}
          {...(stepMilli === undefined ? {} : { stepMilli })}
        />
      )}
      {dialog === 'reject' && <RejectDialog proposal={proposal} onClose={() => setDialog(undefined)} />}
    </>
  );
}

function ProposalFacts({ proposal }: { proposal: ProposalDetail }) {
  const zone = proposal.input?.calendar.timeZone;
  return (
    <dl className="facts section">
      <div>
        <dt>Order quantity</dt>
        <dd>
          {formatQuantity(proposal.quantityMilli, proposal.unit)}{' '}
          {proposal.packs !== '' && `(${formatPacks(proposal.packs)})`}
          {proposal.isEdited && (
            <span className="soft">
              {' '}
              · run proposed {formatQuantity(proposal.proposedQuantityMilli, proposal.unit)}
              {proposal.editReason !== null && <> (“{proposal.editReason}”)</>}
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>Value</dt>
        <dd>{formatMoney(proposal.valueMinor, proposal.currency)}</dd>
      </div>
      <div>
        <dt>Money at risk</dt>
        <dd>{formatMoney(proposal.moneyAtRiskMinor, proposal.currency)}</dd>
      </div>
      <div>
        <dt>Order by</dt>
        <dd>
          <Instant at={proposal.cutOffAt} {...(zone === undefined ? {} : { placeTimeZone: zone })} /> (
          <Countdown at={proposal.cutOffAt} {...(zone === undefined ? {} : { placeTimeZone: zone })} />)
        </dd>
      </div>
      <div>
        <dt>Delivery</dt>
        <dd>{formatDay(proposal.deliverOn)}</dd>
      </div>
      {proposal.orderId !== null && (
        <div>
          <dt>Order</dt>
          <dd>
            <Link to="/orders/$orderId" params={{ orderId: proposal.orderId }}>
              Open
            </Link>
          </dd>
        </div>
      )}
      <div>
        <dt>Supplier</dt>
        <dd>{proposal.supplierName}</dd>
      </div>
      {proposal.agreement !== null && (
        <div>
          <dt>Under</dt>
          <dd>
            <Link
              to="/partnerships/$agreementId/agreement"
              params={{ agreementId: proposal.agreement.agreementId }}
              search={{ version: proposal.agreement.agreementVersionId }}
            >
              {proposal.agreement.name}, version {proposal.agreement.versionNumber}
            </Link>
          </dd>
        </div>
      )}
      <div>
        <dt>Ship to</dt>
        <dd>
          {proposal.locationCode} {proposal.locationName}
        </dd>
      </div>
    </dl>
  );
}

/** /proposals/:proposalId: why this quantity, what it changes, and the decision. */
export function ProposalPage() {
  const { proposalId } = route.useParams();
  const { data: proposal } = useSuspenseQuery(trpc.proposals.get.queryOptions({ proposalId }));
  const { forecast, run } = proposal;
  return (
    <Page
      title={`${proposal.itemNumber} ${proposal.description}`}
      subtitle={<StateTag state={proposal.state} />}
      actions={<ProposalActions proposal={proposal} />}
    >
      <div className="page-body">
        <ProposalFacts proposal={proposal} />
        {proposal.conflict != null && <ConflictPanel proposal={proposal} />}
        <PlanMessages messages={proposal.messages} />
        <Suspense fallback={<Skeleton height={250} mb="lg" />}>
          <div className="charts section">
            <section aria-label="Demand">
              <h2>Demand</h2>
              {proposal.history === null ? (
                <p className="soft">No sales of this item are known at this location.</p>
              ) : (
                <DemandChart history={proposal.history} forecast={forecast ?? undefined} />
              )}
            </section>
            <section aria-label="Projected stock">
              <h2>Projected stock</h2>
              <StockChart input={proposal.input} quantityMilli={proposal.quantityMilli} />
            </section>
          </div>
        </Suspense>
        <div className="proposal-columns">
          <ProofPanel proof={proposal.proof} input={proposal.input} unit={proposal.unit} />
          <aside>
            <h2>What happened</h2>
            <Timeline entries={proposal.timeline} />
            <h2>Where it comes from</h2>
            <p className="soft">
              {forecast != null && (
                <>
                  Forecast of {forecast.demandClass} demand by {forecast.models.join(', ')}, issued{' '}
                  <Instant at={forecast.issuedAt} />.{' '}
                  <Link
                    to="/forecasts/item/$itemLocationId"
                    params={{ itemLocationId: proposal.itemLocationId }}
                  >
                    Why this forecast
                  </Link>
                  .{' '}
                </>
              )}
              <Link to="/runs/$runId" params={{ runId: run.runId }}>
                Run
              </Link>{' '}
              with engine {run.engineVersion}
              {run.snapshotHash !== null && (
                <>
                  , input snapshot <code title={run.snapshotHash}>{run.snapshotHash.slice(0, 12)}</code>
                </>
              )}
              .
            </p>
          </aside>
        </div>
      </div>
    </Page>
  );
}
