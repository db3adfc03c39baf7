import { Link } from '@tanstack/react-router';
import type { OrderDetail, OrderLine, PromiseRow, ScheduleLine } from '../../app/api-types.ts';
import { useSession } from '../../app/session.ts';
import { formatDay, formatDelay, formatInstant, formatQuantity, formatUnitPrice } from '../../ui/format.ts';
import { StateTag } from '../../ui/state-tag.tsx';

function PromiseLine({ promise, schedule, unit, isLatest }: PromiseLineProps) {
  const source = promise.source === 'edi' ? 'EDI' : 'portal';
  return (
    <li
      className={isLatest ? '' : 'superseded'}
      title={`Recorded ${formatInstant(promise.recordedAt)} by ${source}`}
    >
      #{promise.promiseNumber}{' '}
      {promise.promisedOn === null ? (
        'no date'
      ) : (
        <>
          {formatDay(promise.promisedOn)}{' '}
          <span className="soft">({formatDelay(schedule.requestedOn, promise.promisedOn)})</span>
        </>
      )}
      , {formatQuantity(promise.quantityMilli, unit)}
      {promise.quantityMilli !== schedule.quantityMilli && (
        <span className="tone-warn"> of {formatQuantity(schedule.quantityMilli, unit)}</span>
      )}{' '}
      <span className="soft">· {source}</span>
      {promise.reason !== null && <div className="soft">“{promise.reason}”</div>}
    </li>
  );
}

type PromiseLineProps = { promise: PromiseRow; schedule: ScheduleLine; unit: string; isLatest: boolean };

/** Every promise stays: the latest counts, the earlier ones tell how it came about. */
function Schedule({ schedule, unit }: { schedule: ScheduleLine; unit: string }) {
  const latest = Math.max(...schedule.promises.map(({ promiseNumber }) => promiseNumber));
  if (schedule.promises.length === 0) return <span className="soft">no promise yet</span>;
  return (
    <ul className="promises">
      {schedule.promises.map((promise) => (
        <PromiseLine
          key={promise.promiseNumber}
          promise={promise}
          schedule={schedule}
          unit={unit}
          isLatest={promise.promiseNumber === latest}
        />
      ))}
    </ul>
  );
}

function Line({
  line,
  currency,
  canSeeProposal,
}: {
  line: OrderLine;
  currency: string;
  canSeeProposal: boolean;
}) {
  return (
    <tr>
      <td>{line.lineNumber}</td>
      <td className="item">
        {line.itemNumber} {line.description}
        <div className="soft">
          {line.supplierItemNumber !== null && `Supplier ${line.supplierItemNumber} · `}
          {line.gtin14 !== null && `GTIN ${line.gtin14}`}
          {canSeeProposal && line.proposalId !== null && (
            <>
              {' · '}
              <Link to="/proposals/$proposalId" params={{ proposalId: line.proposalId }}>
                why
              </Link>
            </>
          )}
        </div>
      </td>
      <td className="number">{formatQuantity(line.quantityMilli, line.unit)}</td>
      <td className="number">{formatUnitPrice(line.unitPriceMicros, currency)}</td>
      <td>
        {line.schedule.map((schedule) => (
          <div key={schedule.scheduleLineId}>
            {formatDay(schedule.requestedOn)} <StateTag state={schedule.state} />
          </div>
        ))}
      </td>
      <td>
        {line.schedule.map((schedule) => (
          <Schedule key={schedule.scheduleLineId} schedule={schedule} unit={line.unit} />
        ))}
      </td>
    </tr>
  );
}

/** Lines with what was requested beside every promise. */
export function OrderLines({ order }: { order: OrderDetail }) {
  const { organisation } = useSession();
  return (
    <section className="section" aria-label="Lines">
      <div className="table-frame">
        <table className="table inset order-lines" aria-label="Order lines">
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">Item</th>
              <th scope="col" className="number">
                Ordered
              </th>
              <th scope="col" className="number">
                Price
              </th>
              <th scope="col">Requested</th>
              <th scope="col">Promised</th>
            </tr>
          </thead>
          <tbody>
            {order.lines.map((line) => (
              <Line
                key={line.orderLineId}
                line={line}
                currency={order.currency}
                canSeeProposal={organisation.kind === 'buyer'}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
