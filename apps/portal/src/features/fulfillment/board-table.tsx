import { Link } from '@tanstack/react-router';
import type { BoardItem, BoardLine } from '../../app/api-types.ts';
import { formatAmount, formatDay } from '../../ui/format.ts';
import { type BoardRow, keyOf } from './board-rows.ts';

const orDash = (milli: number): string => (milli === 0 ? '–' : formatAmount(milli));

function ItemRow({ item }: { item: BoardItem }) {
  return (
    <tr className="allocation-item">
      <td colSpan={3} className="wide">
        {item.itemNumber} <span className="soft">{item.description}</span>
      </td>
      <td className="number">{formatAmount(item.wantedMilli)}</td>
      <td className="number">{orDash(item.allocatedMilli)}</td>
      <td className="number">
        {item.shortMilli > 0 ? <span className="tone-bad">{formatAmount(item.shortMilli)}</span> : '–'}
      </td>
      <td />
      <td>
        {item.itemId === null ? (
          <span className="soft">Not in your catalog</span>
        ) : (
          <>
            {formatAmount(item.availableMilli)} free
            {item.pickedMilli > 0 && <>, {formatAmount(item.pickedMilli)} picked</>}
            {item.blockedMilli > 0 && <>, {formatAmount(item.blockedMilli)} blocked</>}
            {item.nextReceiptOn !== null && (
              <span className="soft">
                , {formatAmount(item.comingMilli)} coming from {formatDay(item.nextReceiptOn)}
              </span>
            )}
          </>
        )}
      </td>
    </tr>
  );
}

function OrderCell({ line }: { line: BoardLine }) {
  const text = `${line.orderNumber} · ${line.lineNumber}`;
  return line.orderKind === 'purchase-order' ? (
    <Link to="/orders/$orderId" params={{ orderId: line.orderId }}>
      {text}
    </Link>
  ) : (
    <Link to="/sales-orders/$orderId" params={{ orderId: line.orderId }}>
      {text}
    </Link>
  );
}

/** Where the stock of a line lies, or why it has none. */
function Why({ line }: { line: BoardLine }) {
  const holds = line.holds.map(({ placeCode, lotNumber, expiresOn, openMilli }) => {
    const lot = lotNumber === null ? '' : ` lot ${lotNumber}`;
    const good = expiresOn === null ? '' : `, good until ${formatDay(expiresOn)}`;
    return `${formatAmount(openMilli)} at ${placeCode}${lot}${good}`;
  });
  const isShort = line.shortMilli > 0 || !line.isCommitted || line.heldMilli === 0;
  return (
    <>
      {holds.join('; ')}
      {holds.length > 0 && isShort && <br />}
      {isShort && <span className={line.shortMilli > 0 ? '' : 'soft'}>{line.text}</span>}
    </>
  );
}

function LineRow({ line, isCurrent }: { line: BoardLine; isCurrent: boolean }) {
  const dueOn = line.promisedOn ?? line.requestedOn;
  const open = Math.max(0, line.orderedMilli - line.goneMilli);
  return (
    <tr className="allocation-line" data-current={isCurrent} aria-current={isCurrent ? true : undefined}>
      <td>
        <OrderCell line={line} />
      </td>
      <td className="wide">{line.customerName}</td>
      <td>{formatDay(dueOn)}</td>
      <td className="number">{formatAmount(open)}</td>
      <td className="number">{orDash(line.heldMilli)}</td>
      <td className="number">
        {line.shortMilli > 0 ? <span className="tone-bad">{formatAmount(line.shortMilli)}</span> : '–'}
      </td>
      <td
        className="number"
        title={line.isPriorityOwn ? 'Set for this line alone' : 'By the customer’s rule'}
      >
        {line.priority}
        {line.isPriorityOwn && ' *'}
      </td>
      <td className="wrap">
        <Why line={line} />
      </td>
    </tr>
  );
}

/** Orders × stock: under each item everybody who wants it, who gets what, and why somebody gets less. */
export function BoardTable({
  rows,
  currentKey,
}: {
  rows: readonly BoardRow[];
  currentKey: string | undefined;
}) {
  return (
    <div className="table-frame">
      <table className="table" aria-label="Allocation">
        <thead>
          <tr>
            <th scope="col">Order</th>
            <th scope="col">Customer</th>
            <th scope="col">Due</th>
            <th scope="col" className="number">
              Open
            </th>
            <th scope="col" className="number">
              Held
            </th>
            <th scope="col" className="number">
              Short
            </th>
            <th scope="col" className="number">
              Priority
            </th>
            <th scope="col">Stock, and why</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) =>
            row.kind === 'item' ? (
              <ItemRow key={keyOf(row)} item={row.item} />
            ) : (
              <LineRow key={keyOf(row)} line={row.line} isCurrent={keyOf(row) === currentKey} />
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}
