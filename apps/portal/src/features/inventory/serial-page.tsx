import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import type { SerialTrace } from '../../app/api-types.ts';
import { formatDay } from '../../ui/format.ts';
import { Empty, Page } from '../../ui/page.tsx';
import '../warehouse/warehouse.css';
import { whereText } from './serial-words.ts';
import { TraceTables } from './trace-tables.tsx';

const route = getRouteApi('/shell/serials/$serialId');

function Facts({ unit }: { unit: SerialTrace }) {
  const { lotId, lotNumber, expiresOn } = unit;
  return (
    <dl className="facts section">
      <div>
        <dt>Where it is</dt>
        <dd data-testid="serial-where">{whereText(unit)}</dd>
      </div>
      {lotId !== null && (
        <div>
          <dt>Lot</dt>
          <dd>
            <Link to="/lots/$lotId" params={{ lotId }}>
              {lotNumber}
            </Link>
          </dd>
        </div>
      )}
      {expiresOn !== null && (
        <div>
          <dt>Use by</dt>
          <dd>{formatDay(expiresOn)}</dd>
        </div>
      )}
    </dl>
  );
}

/** /serials/:serialId: one unit, from the supplier to the customer, as far as it went through our hands. */
export function SerialPage() {
  const { serialId } = route.useParams();
  const { data: unit } = useSuspenseQuery(trpc.warehouse.serials.trace.queryOptions({ serialId }));
  return (
    <Page
      title={`Serial number ${unit.serialNumber}`}
      subtitle={`${unit.itemNumber} ${unit.description}`}
      actions={<Link to="/serials">All serial numbers</Link>}
    >
      <div className="page-body">
        <Facts unit={unit} />
      </div>
      <TraceTables
        trace={unit}
        unit="EA"
        stays="It has not left in a carton of ours."
        never={
          <Empty title="This unit has never been in stock">
            <p>
              Its receipt was refused before it was recorded. It comes in under{' '}
              <Link to="/receiving">Receiving</Link>.
            </p>
          </Empty>
        }
      />
    </Page>
  );
}
