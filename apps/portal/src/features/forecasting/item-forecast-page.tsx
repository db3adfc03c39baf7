import { Skeleton } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import '../replenishment/proof.css';
import { trpc } from '../../app/api.ts';
import { formatDay } from '../../ui/format.ts';
import { Empty, Page } from '../../ui/page.tsx';
import { formatShare } from '../../ui/plain-text.ts';
import { Instant } from '../../ui/time.tsx';
import { CorrectionsTable } from './corrections-table.tsx';
import { LayersTable } from './layers-table.tsx';
import { NameAnalogues } from './name-analogues.tsx';
import { OverridesSection } from './overrides-section.tsx';
import { WhyThisModel } from './why-this-model.tsx';

const route = getRouteApi('/shell/forecasts/item/$itemLocationId');
const ItemForecastChart = lazy(async () => ({
  default: (await import('./item-forecast-chart.tsx')).ItemForecastChart,
}));

/** /forecasts/item/:itemLocationId: what was sold, what of it was corrected, what is expected and why. */
export function ItemForecastPage() {
  const { itemLocationId } = route.useParams();
  const { data: item } = useSuspenseQuery(trpc.forecasting.item.queryOptions({ itemLocationId }));
  const { place, history, forecast, events } = item;
  return (
    <Page
      title={`${place.itemNumber} ${place.description}`}
      subtitle={
        <>
          {place.locationCode} {place.locationName}
          {place.supplierName !== null && ` · ${place.supplierName}`} ·{' '}
          <Link to="/items/$itemId" params={{ itemId: place.itemId }}>
            Item
          </Link>{' '}
          ·{' '}
          <Link to="/why-not/$itemLocationId" params={{ itemLocationId }}>
            Why no order
          </Link>{' '}
          · <Link to="/forecasts/quality">Data quality</Link>
        </>
      }
    >
      <div className="page-body">
        {history.soldMilli.length === 0 && forecast === null ? (
          <Empty title="No sales of this item are known here">
            <p>Import its sales; the next run forecasts it.</p>
          </Empty>
        ) : (
          <section className="section" aria-label="Demand and forecast">
            <Suspense fallback={<Skeleton height={320} />}>
              <ItemForecastChart item={item} />
            </Suspense>
          </section>
        )}
        {forecast === null && history.soldMilli.length > 0 && (
          <p className="soft">
            No forecast yet: each <Link to="/runs">run</Link> issues one.
          </p>
        )}
        {forecast !== null && <WhyThisModel forecast={forecast} />}
        <section className="section" aria-labelledby="corrections-title">
          <h2 id="corrections-title">What was corrected</h2>
          <CorrectionsTable item={item} />
        </section>
        {forecast !== null && (
          <>
            <section className="section" aria-labelledby="layers-title">
              <h2 id="layers-title">Forecast</h2>
              <p className="soft">
                Issued <Instant at={forecast.issuedAt} />,{' '}
                <Link to="/forecasts/$versionId" params={{ versionId: forecast.versionId }}>
                  whole forecast
                </Link>
                . Where a joint plan is agreed, orders follow the agreed number instead.
              </p>
              <LayersTable item={item} forecast={forecast} />
              {events.length > 0 && (
                <p className="soft">
                  Agreed events:{' '}
                  {events
                    .map(
                      ({ name, startsOn, liftRatio }) =>
                        `${name} from ${formatDay(startsOn)}${liftRatio === null ? '' : ` (${liftRatio > 0 ? '+' : ''}${formatShare(liftRatio)})`}`,
                    )
                    .join(', ')}
                  .
                </p>
              )}
            </section>
            <OverridesSection item={item} />
            {forecast.analogues !== null && <NameAnalogues item={item} />}
          </>
        )}
      </div>
    </Page>
  );
}
