import { Link } from '@tanstack/react-router';
import type { OrderDetail, OrderLine, PromiseRow, ScheduleLine } from '../../app/api-types.ts';
import { useSession } from '../../app/session.ts';
import {
  formatAmount,
  formatDay,
  formatDelay,
  formatInstant,
  formatQuantity,
  formatUnitPrice,
} from '../../ui/format.ts';
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

/** Quantities stay apart: what is open, on its way, here and billed. A zero is a dash. */
function Progress({ line }: { line: OrderLine }) {
  const { openMilli, shippedMilli, cancelledMilli, arrivedMilli, receivedMilli, invoicedMilli } =
    line.quantities;
  const shown = (milli: number) => (milli === 0 ? <span className="soft">–</span> : formatAmount(milli));
  const refusedMilli = arrivedMilli - receivedMilli;
  return (
    <>
      <td className="number">
        {shown(openMilli)}
        {cancelledMilli > 0 && <div className="soft">{formatAmount(cancelledMilli)} cancelled</div>}
      </td>
      <td className="number">{shown(shippedMilli)}</td>
      <td className="number">
        {shown(receivedMilli)}
        {refusedMilli > 0 && <div className="tone-warn">{formatAmount(refusedMilli)} not kept</div>}
      </td>
      <td className="number">{shown(invoicedMilli)}</td>
    </>
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
      <Progress line={line} />
      <td className="number">{formatUnitPrice(line.unitPriceMicros, currency)}</td>
      <td>
        {line.schedule.map((schedule) => (
          <div key={schedule.scheduleLineId}>
            {formatDay(schedule.requestedOn)} <StateTag state={line.state} />
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
              {['Open', 'Shipped', 'Received', 'Billed', 'Price'].map((title) => (
                <th key={title} scope="col" className="number">
                  {title}
                </th>
              ))}
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
