import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatCount, formatMoneyRounded } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';

const windowNames = { past: 'Past', frozen: 'Frozen', slushy: 'Slushy' } as const;
const liabilityNames = { firm: 'firm', material: 'material', none: 'none' } as const;

/** What each side owes in the windows that bind, and by which rule. */
export function LiabilityMeter({ agreementId }: { agreementId: string }) {
  const query = useQuery(trpc.orderForecasts.liability.queryOptions({ agreementId }));
  if (query.isPending) return <p className="soft">Reading what both sides owe…</p>;
  if (query.isError) return <p className="tone-bad">{explainError(query.error)}</p>;
  const { windows, currency, openMinor, buyerDebtMinor, sellerDebtMinor, unpricedCount } = query.data;
  const money = (amountMinor: number): string => formatMoneyRounded(amountMinor, currency);
  const largest = Math.max(
    1,
    ...windows.map((one) => one.openMinor + one.buyerDebtMinor + one.sellerDebtMinor),
  );
  const width = (amountMinor: number) => ({ width: `${(amountMinor / largest) * 100}%` });
  return (
    <section className="section liability" aria-label="Liability" data-testid="liability-meter">
      <h2>
        Liability: {money(openMinor)} still to buy
        {buyerDebtMinor > 0 && `, the buyer owes ${money(buyerDebtMinor)}`}
        {sellerDebtMinor > 0 && `, the supplier owes ${money(sellerDebtMinor)}`}
      </h2>
      {windows.length === 0 && <p className="soft">No window of the agreement binds anything yet.</p>}
      {windows.map((one) => (
        <div key={one.window} className="liability-window" title={one.rule}>
          <span>
            {windowNames[one.window]}{' '}
            <small className="soft">
              {liabilityNames[one.liability]}
              {one.shareParts > 0 && one.shareParts < 10_000 && ` ${formatShare(one.shareParts / 10_000)}`}
            </small>
          </span>
          <span className="bar" aria-hidden="true">
            <i className="open" style={width(one.openMinor)} />
            <i className="buyer" style={width(one.buyerDebtMinor)} />
            <i className="seller" style={width(one.sellerDebtMinor)} />
          </span>
          <span className="number">
            {money(one.openMinor)}
            {one.buyerDebtMinor > 0 && (
              <span className="tone-warn"> · buyer {money(one.buyerDebtMinor)}</span>
            )}
            {one.sellerDebtMinor > 0 && (
              <span className="tone-bad"> · supplier {money(one.sellerDebtMinor)}</span>
            )}
          </span>
        </div>
      ))}
      {unpricedCount > 0 && (
        <p className="soft">
          {formatCount(unpricedCount)} commits have no price: their money is not counted.
        </p>
      )}
    </section>
  );
}
