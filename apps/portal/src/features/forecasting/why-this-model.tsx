import { Link } from '@tanstack/react-router';
import type { ItemForecast } from '../../app/api-types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { formatShareInColumn } from '../../ui/plain-text.ts';

type Forecast = NonNullable<ItemForecast['forecast']>;

const error = (value: number | null): string => (value === null ? 'no data' : value.toFixed(2));

function Candidates({ candidates }: { candidates: Forecast['candidates'] }) {
  const rows = candidates.toSorted(
    (left, right) => right.weight - left.weight || (left.mase ?? 9) - (right.mase ?? 9),
  );
  return (
    <DataTable
      isInset
      label="Ways of forecasting that were tried"
      rows={rows}
      rowKey={({ model }) => model}
      columns={[
        { id: 'model', title: 'Way of forecasting', isWide: true, cell: ({ name }) => name },
        { id: 'weight', title: 'Counts', isNumber: true, cell: ({ weight }) => formatShareInColumn(weight) },
        { id: 'mase', title: 'Error (MASE)', isNumber: true, cell: ({ mase }) => error(mase) },
        { id: 'pinball', title: 'Pinball, middle', isNumber: true, cell: ({ pinball }) => error(pinball) },
      ]}
    />
  );
}

function Analogues({ analogues }: { analogues: NonNullable<Forecast['analogues']> }) {
  return (
    <DataTable
      isInset
      label="Items like it"
      rows={analogues.items}
      rowKey={({ itemLocationId }) => itemLocationId}
      columns={[
        {
          id: 'item',
          title: 'Item like it',
          isWide: true,
          cell: ({ itemLocationId }) => {
            const known = analogues.names.find((name) => name.itemLocationId === itemLocationId);
            return (
              <>
                <Link to="/forecasts/item/$itemLocationId" params={{ itemLocationId }}>
                  {known?.itemNumber ?? 'no longer planned'}
                </Link>{' '}
                {known?.description} at {known?.locationCode}
              </>
            );
          },
        },
        { id: 'weight', title: 'Counts', isNumber: true, cell: ({ weight }) => formatShareInColumn(weight) },
      ]}
    />
  );
}

/** The sentence first, the numbers under it. */
export function WhyThisModel({ forecast }: { forecast: Forecast }) {
  return (
    <section className="section" aria-labelledby="why-title">
      <h2 id="why-title">Why this forecast</h2>
      <p className="prose" data-testid="why-this-model">
        {forecast.reason.join(' ')}
      </p>
      {forecast.analogues !== null && <Analogues analogues={forecast.analogues} />}
      {forecast.candidates.length > 0 && (
        <>
          <Candidates candidates={forecast.candidates} />
          <p className="soft">
            An error of 1 is that of repeating the last season; both errors are measured at past moments, each
            knowing only what was known then.
          </p>
        </>
      )}
    </section>
  );
}
