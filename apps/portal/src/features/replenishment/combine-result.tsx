import { type LoadMeasure, verifyBudget, verifyLoad } from '@coplan/planning';
import { useMemo } from 'react';
import type { Combination } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { formatAmount, formatMoney, formatQuantity } from '../../ui/format.ts';

type CombineResultProps = { combination: Combination; currency: string };

const measureNames = {
  money: 'Value',
  quantity: 'Units',
  weight: 'Weight (kg)',
  volume: 'Volume (m³)',
  pallets: 'Pallets',
} as const;

const agrees = ({ load, budget }: Combination): boolean =>
  (load === undefined || verifyLoad(load.input, load.plan).agrees) &&
  (budget === undefined || verifyBudget(budget.input, budget.plan).agrees);

/** What is suggested, why, what it costs, and that it was computed again here. */
export function CombineResult({ combination, currency }: CombineResultProps) {
  const isProven = useMemo(() => agrees(combination), [combination]);
  const { load, budget, lines } = combination;
  const plan = load?.plan ?? budget?.plan;
  const changes = plan?.changes ?? [];
  const lineOf = new Map(lines.map((line) => [line.proposalId as string, line]));
  return (
    <section aria-label="Suggestion" data-testid="combination">
      {load?.plan.advice === 'wait' ? (
        <Callout tone="warn" title={load.plan.conclusion}>
          {load.plan.steps.map(({ text }) => text).join(' ')}
        </Callout>
      ) : (
        <p>
          <b>{plan?.conclusion}</b> {load?.plan.steps.map(({ text }) => text).join(' ')}
        </p>
      )}
      {load !== undefined && <LoadMeasures measures={load.plan.measures} currency={currency} />}
      {budget !== undefined && budget.plan.changes.length > 0 && (
        <p>
          Expected loss of the cuts:{' '}
          <b>{formatMoney(Math.round(budget.plan.lossMicros / 10_000), currency)}</b>. Shadow price:{' '}
          <b>{budget.plan.shadowPrice.toFixed(2)}</b> {currency} spared for each {currency} more.
        </p>
      )}
      {changes.length > 0 && (
        <div className="combine-lines">
          <DataTable
            isInset
            label="Changes"
            rows={changes}
            rowKey={({ id }) => id}
            columns={[
              {
                id: 'item',
                title: 'Item',
                isWide: true,
                cell: ({ id }) => `${lineOf.get(id)?.itemNumber ?? ''} ${lineOf.get(id)?.description ?? ''}`,
              },
              {
                id: 'from',
                title: 'Proposed',
                isNumber: true,
                cell: ({ id, fromMilli }) => formatQuantity(fromMilli, lineOf.get(id)?.unit ?? ''),
              },
              {
                id: 'to',
                title: 'Suggested',
                isNumber: true,
                cell: ({ id, toMilli }) => formatQuantity(toMilli, lineOf.get(id)?.unit ?? ''),
              },
              {
                id: 'cover',
                title: 'Days of cover',
                isNumber: true,
                cell: ({ coverDaysBefore, coverDaysAfter }) =>
                  `${coverDaysBefore ?? '–'} → ${coverDaysAfter ?? '–'}`,
              },
              {
                id: 'cost',
                title: 'Costs',
                isNumber: true,
                cell: ({ costMicros, reason }) => (
                  <span title={reason}>{formatMoney(Math.round(costMicros / 10_000), currency)}</span>
                ),
              },
            ]}
          />
        </div>
      )}
      <p>
        <span className={`tag ${isProven ? 'good' : 'bad'}`} data-testid="combination-proof">
          {isProven ? '✓ Recomputed in your browser: agrees' : 'Recomputed in your browser: differs'}
        </span>
      </p>
    </section>
  );
}

const shown = (measure: LoadMeasure['measure'], amount: number, currency: string): string =>
  measure === 'money'
    ? formatMoney(amount, currency)
    : formatAmount(measure === 'volume' ? amount / 1000 : amount);

function LoadMeasures({ measures, currency }: { measures: LoadMeasure[]; currency: string }) {
  return (
    <DataTable
      isInset
      label="How full"
      rows={measures}
      rowKey={({ measure }) => measure}
      columns={[
        { id: 'measure', title: 'Measure', isWide: true, cell: ({ measure }) => measureNames[measure] },
        {
          id: 'before',
          title: 'Proposed',
          isNumber: true,
          cell: ({ measure, before }) => shown(measure, before, currency),
        },
        {
          id: 'after',
          title: 'Suggested',
          isNumber: true,
          cell: ({ measure, after }) => shown(measure, after, currency),
        },
        {
          id: 'bound',
          title: 'Minimum or capacity',
          isNumber: true,
          cell: ({ measure, least, most }) =>
            [
              least === undefined ? '' : `at least ${shown(measure, least, currency)}`,
              most === undefined ? '' : `at most ${shown(measure, most, currency)}`,
            ]
              .filter((part) => part !== '')
              .join(', '),
        },
        {
          id: 'filled',
          title: 'Filled',
          isNumber: true,
          cell: ({ after, least, most }) => {
            const bound = most ?? least;
            return bound === undefined ? '' : `${Math.floor((after / bound) * 100)} %`;
          },
        },
      ]}
    />
  );
}
