import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import type { LotTrace } from '../../app/api-types.ts';
import { formatDay, formatQuantity } from '../../ui/format.ts';
import { Empty, Page } from '../../ui/page.tsx';
import '../warehouse/warehouse.css';
import { accountText, TraceTables } from './trace-tables.tsx';

const route = getRouteApi('/shell/lots/$lotId');

function Facts({ lot }: { lot: LotTrace }) {
  return (
    <dl className="facts section">
      <div>
        <dt>Came</dt>
        <dd>{formatDay(lot.receivedOn)}</dd>
      </div>
      <div>
        <dt>Use by</dt>
        <dd>{lot.expiresOn === null ? 'no end' : formatDay(lot.expiresOn)}</dd>
      </div>
      <div>
        <dt>Lies</dt>
        <dd>
          {lot.balances.length === 0
            ? 'nothing is left'
            : lot.balances
                .map(
                  ({ placeName, state, quantityMilli }) =>
                    `${formatQuantity(quantityMilli, lot.unit)} ${accountText(state)} ${state === 'in-transit' ? 'from' : 'at'} ${placeName}`,
                )
                .join('; ')}
        </dd>
      </div>
      {lot.serialCount > 0 && (
        <div>
          <dt>Serial numbers</dt>
          <dd>
            <Link to="/serials" search={{ search: lot.lotNumber }}>
              {lot.serialCount === 1 ? 'one unit' : `${lot.serialCount} units`}
            </Link>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** /lots/:lotId: from the supplier to the customer, as far as it went through our hands. */
export function LotPage() {
  const { lotId } = route.useParams();
  const { data: lot } = useSuspenseQuery(trpc.warehouse.lots.trace.queryOptions({ lotId }));
  return (
    <Page
      title={`Lot ${lot.lotNumber}`}
      subtitle={`${lot.itemNumber} ${lot.description}`}
      actions={<Link to="/lots">All lots</Link>}
    >
      {lot.movements.length > 0 && (
        <div className="page-body">
          <Facts lot={lot} />
        </div>
      )}
      <TraceTables
        trace={lot}
        unit={lot.unit}
        stays="None of it has left in a carton of ours."
        never={
          <Empty title="This lot has never had any stock">
            <p>
              It is known by its number alone: a receipt or a stock file named it without a quantity. Goods of
              it come in under <Link to="/receiving">Receiving</Link>, or with a stock file under{' '}
              <Link to="/imports">Imports</Link>.
            </p>
          </Empty>
        }
      />
    </Page>
  );
}
