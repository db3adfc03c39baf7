import type { BlanketDetail } from '../../app/api-types.ts';
import { formatAmount, formatDay, formatUnitPrice } from '../../ui/format.ts';

type Item = BlanketDetail['items'][number];

export function Ahead({ aheadMilli }: { aheadMilli: number }) {
  if (aheadMilli === 0) return <span className="soft">even</span>;
  return aheadMilli > 0 ? (
    <span className="ahead">{formatAmount(aheadMilli)} ahead</span>
  ) : (
    <span className="behind">{formatAmount(-aheadMilli)} behind</span>
  );
}

const lastText = (last: Item['sums']['lastReceived']): string =>
  last === null ? '–' : `${formatAmount(last.amountMilli)} on ${formatDay(last.on)} (${last.reference})`;

/** The sums of every item since the start; the chosen one is drawn below. */
export function ItemSums({
  view,
  chosen,
  onChoose,
}: {
  view: BlanketDetail;
  chosen: string;
  onChoose: (itemLine: string) => void;
}) {
  return (
    <div className="table-frame">
      <table className="table inset blanket-items" aria-label="Cumulative quantities">
        <thead>
          <tr>
            {[
              'Item',
              'Required',
              'Shipped',
              'Received',
              'Ahead or behind',
              'Open',
              'Called off',
              'Last received',
              'Price',
            ].map((title, index) => (
              <th
                key={title}
                scope="col"
                className={index > 6 ? 'spare' : [1, 2, 3, 5, 6].includes(index) ? 'number' : ''}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.items.map((item) => (
            <tr key={item.itemLine} data-current={item.itemLine === chosen} data-testid="blanket-item">
              <td className="wide">
                <button
                  type="button"
                  className="plain-link"
                  aria-pressed={item.itemLine === chosen}
                  onClick={() => onChoose(item.itemLine)}
                >
                  {item.itemNumber}
                </button>{' '}
                {item.description}
              </td>
              <td className="number">{formatAmount(item.sums.requiredMilli)}</td>
              <td className="number">{formatAmount(item.sums.shippedMilli)}</td>
              <td className="number">{formatAmount(item.sums.receivedMilli)}</td>
              <td>
                <Ahead aheadMilli={item.sums.aheadMilli} />
              </td>
              <td className="number">{formatAmount(item.sums.openMilli)}</td>
              <td className="number">
                {formatAmount(item.sums.calledOffMilli)}
                {item.totalMilli !== null && (
                  <span className="soft"> of {formatAmount(item.totalMilli)}</span>
                )}
              </td>
              <td className="spare">{lastText(item.sums.lastReceived)}</td>
              <td className="spare">{formatUnitPrice(item.unitPriceMicros, view.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
