import { NumberInput, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { BlanketDetail, ReleaseSeed } from '../../app/api-types.ts';
import { formatAmount, formatDay, formatWeek } from '../../ui/format.ts';
import { Ahead } from './item-sums.tsx';
import { pastedWeeks, type TypedWeeks, weekKey } from './release-draft.ts';

type Week = ReleaseSeed['items'][number]['weeks'][number];

const orDash = (milli: number | null) =>
  milli === null ? <span className="soft">–</span> : formatAmount(milli);

function WeekRow({
  week,
  amountMilli,
  onChange,
  onPaste,
}: {
  week: Week;
  amountMilli: number;
  onChange: (milli: number) => void;
  onPaste: (amounts: number[]) => void;
}) {
  return (
    <tr className={week.certainty === 'firm' ? 'firm' : ''}>
      <th scope="row">
        {formatWeek(week.startsOn)} · {formatDay(week.startsOn)}
      </th>
      <td>{week.certainty === 'firm' ? 'firm' : <span className="soft">planned</span>}</td>
      <td className="number">{orDash(week.calledOffMilli)}</td>
      <td className="number">{orDash(week.lastMilli)}</td>
      <td className="number">{orDash(week.forecastMilli)}</td>
      <td>
        <NumberInput
          size="xs"
          w={110}
          min={0}
          decimalScale={3}
          hideControls
          aria-label={`Amount of the week from ${formatDay(week.startsOn)}`}
          data-changed={amountMilli !== (week.lastMilli ?? week.calledOffMilli ?? 0)}
          value={amountMilli / 1000}
          onChange={(value) => typeof value === 'number' && onChange(Math.round(value * 1000))}
          onPaste={(event) => {
            const amounts = pastedWeeks(event.clipboardData.getData('text'));
            if (amounts === undefined) return;
            event.preventDefault();
            onPaste(amounts);
          }}
        />
      </td>
    </tr>
  );
}

/** The weeks of an item: what is called off, what the last release and the forecast say, and what to say now. */
export function WeeksGrid({
  view,
  seed,
  typed,
  onType,
}: {
  view: BlanketDetail;
  seed: ReleaseSeed;
  typed: TypedWeeks;
  onType: (typed: TypedWeeks) => void;
}) {
  const [chosen, setChosen] = useState(seed.items[0]?.itemLine ?? '1');
  const weeks = seed.items.find(({ itemLine }) => itemLine === chosen)?.weeks ?? [];
  const item = view.items.find(({ itemLine }) => itemLine === chosen);
  const type = (index: number, amounts: readonly number[]): void =>
    onType({
      ...typed,
      ...Object.fromEntries(
        amounts.flatMap((amount, offset) => {
          const week = weeks[index + offset];
          return week === undefined ? [] : [[weekKey(chosen, week.startsOn), amount]];
        }),
      ),
    });
  return (
    <>
      {seed.items.length > 1 && (
        <SegmentedControl
          mb="xs"
          aria-label="Item"
          data={view.items.map(({ itemLine, itemNumber }) => ({ value: itemLine, label: itemNumber }))}
          value={chosen}
          onChange={setChosen}
        />
      )}
      {item !== undefined && (
        <p>
          {item.itemNumber} {item.description}: required {formatAmount(item.sums.requiredMilli)}, shipped{' '}
          {formatAmount(item.sums.shippedMilli)}, received {formatAmount(item.sums.receivedMilli)},{' '}
          <Ahead aheadMilli={item.sums.aheadMilli} />
        </p>
      )}
      <div className="table-frame">
        <table className="table inset weeks" aria-label="Weeks to release">
          <thead>
            <tr>
              <th scope="col">Week</th>
              <th scope="col">Counts as</th>
              <th scope="col" className="number">
                Called off
              </th>
              <th scope="col" className="number">
                Last release
              </th>
              <th scope="col" className="number">
                Forecast
              </th>
              <th scope="col">This release</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map((week, index) => (
              <WeekRow
                key={week.startsOn}
                week={week}
                amountMilli={typed[weekKey(chosen, week.startsOn)] ?? week.amountMilli}
                onChange={(milli) => type(index, [milli])}
                onPaste={(amounts) => type(index, amounts)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="soft">
        A column that you copied from a spreadsheet can be pasted into the first of its weeks.
      </p>
    </>
  );
}
