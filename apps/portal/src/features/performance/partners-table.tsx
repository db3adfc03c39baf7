import type { Dashboard } from '../../app/api-types.ts';
import { useSession } from '../../app/session.ts';
import { formatCount } from '../../ui/format.ts';
import type { ViewChange } from './perfect-orders-page.tsx';
import { componentOrder, componentTitles, fractionText, moneyText, resultText } from './performance-words.ts';

type Partner = Dashboard['partners'][number];

/** Failed lines that the trading partners themselves answer for, each on his own side of the card. */
const countOf = ({ parties }: Partner, names: readonly string[]): number =>
  names.reduce((sum, name) => sum + (parties[name] ?? 0), 0);

/** The scorecard of both sides: what each partner got, and how much of what failed was the buyer’s own doing. */
export function PartnersTable({
  partners,
  onChange,
}: {
  partners: readonly Partner[];
  onChange: ViewChange;
}) {
  const { organisation } = useSession();
  const isBuyer = organisation.kind === 'buyer';
  const [theirs, ours] = isBuyer ? (['Supplier', 'Ours'] as const) : (['Ours', 'Buyer'] as const);
  return (
    <section className="section" aria-label="Partners">
      <h2>Scorecards, both sides by the same numbers</h2>
      <div className="table-frame">
        <table className="table inset" aria-label="Partners" data-testid="partner-scorecards">
          <thead>
            <tr>
              <th scope="col">{isBuyer ? 'Supplier' : 'Buyer'}</th>
              <th scope="col" className="number">
                Perfect orders
              </th>
              <th scope="col" className="number">
                Lines
              </th>
              {componentOrder.map((code) => (
                <th key={code} scope="col" className="number spare">
                  {componentTitles[code]}
                </th>
              ))}
              <th scope="col" className="number">
                OTIF
              </th>
              <th scope="col" className="number" title="Failed lines that the supplier answers for">
                {theirs}
              </th>
              <th
                scope="col"
                className="number"
                title="Failed lines that the buyer or its receiving place answers for"
              >
                {ours}
              </th>
              <th scope="col" className="number" title="Failed lines that a carrier answers for">
                Carrier
              </th>
              <th scope="col" className="number">
                Cost
              </th>
            </tr>
          </thead>
          <tbody>
            {partners.map((partner) => (
              <tr key={partner.partnerId}>
                <td className="wide">
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => onChange({ partner: partner.partnerId })}
                  >
                    {partner.partnerName}
                  </button>
                </td>
                <td className="number" title={fractionText(partner.perfectOrder)}>
                  <b>{resultText(partner.perfectOrder)}</b>
                </td>
                <td className="number" title={fractionText(partner.perfectLine)}>
                  {resultText(partner.perfectLine)}
                </td>
                {componentOrder.map((code) => (
                  <td key={code} className="number spare" title={fractionText(partner.components[code])}>
                    {resultText(partner.components[code])}
                  </td>
                ))}
                <td className="number">{resultText(partner.otif)}</td>
                <td className="number">{formatCount(countOf(partner, ['SUPPLIER']))}</td>
                <td className="number">{formatCount(countOf(partner, ['BUYER', 'DC', 'DATA']))}</td>
                <td className="number">{formatCount(countOf(partner, ['CARRIER']))}</td>
                <td className="number">{moneyText(partner.costs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
