import type { Dashboard } from '../../app/api-types.ts';
import { formatCount } from '../../ui/format.ts';
import { Empty } from '../../ui/page.tsx';
import { CauseTable } from './cause-table.tsx';
import { MeasuresTable } from './measures-table.tsx';
import { PartnersTable } from './partners-table.tsx';
import type { ViewChange } from './perfect-orders-page.tsx';
import {
  componentOrder,
  componentTitles,
  fractionText,
  leftOutText,
  moneyText,
  resultText,
  statusText,
} from './performance-words.ts';
import { TrendChart } from './trend-chart.tsx';

type Result = Dashboard['perfectOrder'];

/** The figure with its trend and components, what failed and what it cost, every other measure, and each partner. */
export function FiguresTab({ dashboard, onChange }: { dashboard: Dashboard; onChange: ViewChange }) {
  const { perfectOrder, perfectLine, components, costs } = dashboard;
  if (perfectLine.denominator === 0 && perfectLine.n === 0 && dashboard.partners.length === 0) {
    return (
      <Empty title="No order was due in this period">
        <p>An order is judged when its day is over. Until then there is no number: neither 0 % nor 100 %.</p>
      </Empty>
    );
  }
  return (
    <>
      <div className="figure-row">
        <Figure title="Perfect orders" result={perfectOrder} isMain />
        <Figure title="Perfect lines" result={perfectLine} />
        {componentOrder.map((code) => (
          <Figure key={code} title={componentTitles[code]} result={components[code]} />
        ))}
        <div className="figure">
          <span>Cost of failures</span>
          <b>{moneyText(costs)}</b>
          <small className="soft">by the costs agreed for short, late, damaged, papers</small>
        </div>
      </div>
      <p className="soft">
        {leftOutText(perfectLine.excluded)}
        {dashboard.rebasedCount > 0 &&
          ` ${formatCount(dashboard.rebasedCount)} measured by a day or quantity that both agreed to later.`}
        {dashboard.disputedCount > 0 &&
          ` ${formatCount(dashboard.disputedCount)} disputed: frozen as scored.`}
      </p>
      <TrendChart trend={dashboard.trend} />
      <CauseTable causes={dashboard.causes} onChange={onChange} />
      <PartnersTable partners={dashboard.partners} onChange={onChange} />
      <MeasuresTable measures={dashboard.measures} cycleTimes={dashboard.cycleTimes} />
    </>
  );
}

/** A number with everything that it is made of: fraction, status, formula, definition version. */
function Figure({ title, result, isMain = false }: { title: string; result: Result; isMain?: boolean }) {
  const { formula, definitionVersion, asScored, status } = result;
  return (
    <div
      className={isMain ? 'figure main' : 'figure'}
      title={`${formula} (definition ${definitionVersion})`}
      data-testid={isMain ? 'perfect-order-figure' : undefined}
    >
      <span>{title}</span>
      <b className={result.value === null ? 'soft' : ''}>{resultText(result)}</b>
      <small className="soft">
        {fractionText(result)} · {statusText(status)}
        {asScored !== null && ` · first scored ${asScored.numerator} of ${asScored.denominator}`}
      </small>
    </div>
  );
}
