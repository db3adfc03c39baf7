import type { OrderChangeView, OrderDetail } from '../../app/api-types.ts';
import { formatDay, formatQuantity, formatUnitPrice } from '../../ui/format.ts';

type ChangedLine = OrderChangeView['lines'][number];
type Cells = { quantity: string; day: string; price: string };

/** What a line was and what it is to be, cell by cell; equal cells are quiet. */
export function cellsOf(
  changed: ChangedLine,
  { unit, currency }: { unit: string; currency: string },
): { before: Cells; after: Cells } {
  const { before, asked, isAdded, isDeleted } = changed;
  const cells = (terms: ChangedLine['before']): Cells => ({
    quantity: formatQuantity(terms.quantityMilli, unit),
    day: formatDay(terms.requestedOn),
    price: formatUnitPrice(terms.unitPriceMicros, currency),
  });
  const none: Cells = { quantity: '–', day: '–', price: '–' };
  const after = cells({
    requestedOn: asked.requestedOn ?? before.requestedOn,
    quantityMilli: asked.quantityMilli ?? before.quantityMilli,
    unitPriceMicros: asked.unitPriceMicros ?? before.unitPriceMicros,
  });
  return { before: isAdded ? none : cells(before), after: isDeleted ? none : after };
}

function ReviewRow({ changed, order }: { changed: ChangedLine; order: OrderDetail }) {
  const line = order.lines.find(({ lineNumber }) => lineNumber === changed.lineNumber);
  const { before, after } = cellsOf(changed, { unit: line?.unit ?? 'EA', currency: order.currency });
  const keys = ['quantity', 'day', 'price'] as const;
  return (
    <tr>
      <td>{changed.lineNumber}</td>
      <td className="item">
        {line?.itemNumber} {line?.description}
        {changed.isAdded && <span className="tag info">Added</span>}
        {changed.isDeleted && <span className="tag bad">Removed</span>}
      </td>
      {keys.map((key) => (
        <td key={`before-${key}`} className="number soft">
          {before[key]}
        </td>
      ))}
      {keys.map((key) => (
        <td key={`after-${key}`} className={before[key] === after[key] ? 'number soft' : 'number changed'}>
          {after[key]}
        </td>
      ))}
    </tr>
  );
}

function Review({ change, order }: { change: OrderChangeView; order: OrderDetail }) {
  const title = `Change ${change.changeNumber ?? ''} of ${formatDay(change.changedOn)}`;
  return (
    <section className="section" aria-label={title} data-testid="change-review">
      <h2>
        {title}{' '}
        {change.isPending ? (
          <span className="tag warn">Waits for the supplier</span>
        ) : (
          <span className="tag good">Answered</span>
        )}
      </h2>
      <div className="table-frame">
        <table className="table inset order-lines change-review" aria-label={title}>
          <thead>
            <tr>
              <th rowSpan={2} scope="col">
                #
              </th>
              <th rowSpan={2} scope="col">
                Item
              </th>
              <th colSpan={3} scope="colgroup">
                Before
              </th>
              <th colSpan={3} scope="colgroup">
                Now asked
              </th>
            </tr>
            <tr>
              {['before', 'after'].flatMap((side) =>
                ['Quantity', 'Day', 'Price'].map((name) => (
                  <th key={`${side} ${name}`} scope="col" className="number">
                    {name}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {change.lines.map((changed) => (
              <ReviewRow key={changed.lineNumber} changed={changed} order={order} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The buyer's changes side by side with what was asked before, newest first. */
export function ChangeReview({ order }: { order: OrderDetail }) {
  return [...order.changes]
    .reverse()
    .map((change) => <Review key={change.changeId} change={change} order={order} />);
}
