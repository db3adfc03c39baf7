import { NativeSelect, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import '../replenishment/proof.css';
import { trpc } from '../../app/api.ts';
import type { ItemDetail } from '../../app/api-types.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { plainText } from '../../ui/plain-text.ts';

const DemandChart = lazy(async () => ({
  default: (await import('../replenishment/demand-chart.tsx')).DemandChart,
}));
const StockChart = lazy(async () => ({
  default: (await import('../replenishment/stock-chart.tsx')).StockChart,
}));

/** Demand comes with a proposal; without one the projected stock still shows what is expected. */
function DemandOf({ proposalId }: { proposalId: string }) {
  const { data } = useQuery(trpc.proposals.get.queryOptions({ proposalId }));
  if (data === undefined) return <Skeleton height={250} />;
  return (
    <section aria-label="Demand">
      <h2>
        Demand ·{' '}
        <Link to="/proposals/$proposalId" params={{ proposalId }}>
          open proposal
        </Link>
      </h2>
      {data.history === null ? (
        <p className="soft">No sales of this item are known at this location.</p>
      ) : (
        <DemandChart history={data.history} forecast={data.forecast ?? undefined} />
      )}
    </section>
  );
}

/** Forecast and projected stock of one location of an item. */
export function ItemOutlook({ item }: { item: ItemDetail }) {
  const [chosen, setChosen] = useState(item.locations[0]?.itemLocationId ?? '');
  const plan = useQuery(trpc.proposals.whyNot.queryOptions({ itemLocationId: chosen }));
  const place = item.locations.find(({ itemLocationId }) => itemLocationId === chosen);
  const open = useQuery(
    trpc.proposals.list.queryOptions({ state: 'open', search: item.itemNumber, limit: 100 }),
  );
  const proposal = open.data?.rows.find(
    (row) => row.itemNumber === item.itemNumber && row.locationCode === place?.locationCode,
  );
  return (
    <section className="section" aria-labelledby="outlook-title">
      <h2 id="outlook-title">Outlook</h2>
      <NativeSelect
        aria-label="Location"
        w={300}
        mb="sm"
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={item.locations.map(({ itemLocationId, locationCode, locationName }) => ({
          value: itemLocationId,
          label: `${locationCode} ${locationName}`,
        }))}
      />
      {chosen !== '' && (
        <p>
          <Link to="/forecasts/item/$itemLocationId" params={{ itemLocationId: chosen }}>
            Forecast and what was corrected here
          </Link>
        </p>
      )}
      {plan.isError && <ErrorView error={plan.error} onRetry={() => void plan.refetch()} />}
      <Suspense fallback={<Skeleton height={250} />}>
        {plan.isPending ? (
          <Skeleton height={250} />
        ) : (
          plan.data !== undefined && (
            <>
              <p title={plan.data.proof.conclusion}>{plainText(plan.data.proof.conclusion)}</p>
              <div className={proposal === undefined ? undefined : 'charts'}>
                {proposal !== undefined && <DemandOf proposalId={proposal.proposalId} />}
                <section aria-label="Projected stock">
                  <h2>Projected stock</h2>
                  <StockChart input={plan.data.input} quantityMilli={plan.data.proof.quantityMilli} />
                </section>
              </div>
            </>
          )
        )}
      </Suspense>
    </section>
  );
}
