import { useSuspenseQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { trpc } from '../../app/api.ts';
import type { AppRouter } from '../../app/api-types.ts';
import { formatCount, formatDay, formatRounded } from '../../ui/format.ts';
import { addedText, Stairs, Verdict } from '../../ui/stairstep.tsx';
import { sideNames } from '../agreements/words.ts';

type ValueAdded = inferRouterOutputs<AppRouter>['analysis']['fva'];
/** What each step and each person adds to the forecast, with its doubt, and what to leave alone. */
export function ValueAddedTab({ agreementId }: { agreementId: string }) {
  const { data } = useSuspenseQuery(trpc.analysis.fva.queryOptions({ agreementId }));
  return (
    <>
      <p className="soft">
        {data.period.count} periods from {formatDay(data.period.startsOn)}, at lag {data.lagPeriods}.{' '}
        {data.rule}
      </p>
      {data.missing.map(({ source, reason }) => (
        <p key={source} className="soft">
          {reason}
        </p>
      ))}
      {data.stairstep === null ? (
        <p>
          No step can be compared yet: published forecasts of periods that are over, and their sales, are
          needed.
        </p>
      ) : (
        <Stairs stairstep={data.stairstep} />
      )}
      <People
        title="Changing the numbers, per side"
        rows={data.sides.map((one) => ({ ...one, personId: one.side, personName: sideNames[one.side] }))}
      />
      {data.people.length > 0 && <People title="Our people" rows={data.people} />}
      <StopList data={data} />
    </>
  );
}

type Person = ValueAdded['sides'][number] | ValueAdded['people'][number];

function People({ title, rows }: { title: string; rows: readonly Person[] }) {
  if (rows.length === 0) return null;
  return (
    <section className="section" aria-label={title}>
      <h2>{title}</h2>
      <table className="table inset">
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Verdict</th>
            <th scope="col">Added accuracy</th>
            <th scope="col" className="number">
              Changes judged
            </th>
            <th scope="col" className="number">
              Not judged
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.personId}>
              <td>{row.personName}</td>
              <td>
                <Verdict verdict={row.verdict} />
              </td>
              <td>{addedText(row)}</td>
              <td className="number">{formatCount(row.n)}</td>
              <td className="number">{formatCount(row.excludedCount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function StopList({ data }: { data: ValueAdded }) {
  const { stopOverriding, judgedItemCount, unjudgedItemCount } = data;
  if (judgedItemCount + unjudgedItemCount === 0) return null;
  return (
    <section className="section" aria-label="Stop overriding" data-testid="stop-overriding">
      <h2>
        {stopOverriding.length === 0
          ? 'No item is known to be made worse by changing it'
          : `Stop overriding these ${formatCount(stopOverriding.length)} items`}
      </h2>
      <p className="soft">
        {formatCount(judgedItemCount)} items judged, {formatCount(unjudgedItemCount)} with too few changes to
        say.
      </p>
      {stopOverriding.length > 0 && (
        <table className="table inset">
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">Added accuracy</th>
              <th scope="col" className="number">
                Error added, units
              </th>
              <th scope="col" className="number">
                Changes
              </th>
            </tr>
          </thead>
          <tbody>
            {stopOverriding.map((item) => (
              <tr key={item.itemKey}>
                <td className="wide">
                  {item.itemNumber} {item.description}
                </td>
                <td>{addedText(item)}</td>
                <td className="number">{formatRounded(item.addedErrorMilli)}</td>
                <td className="number">{formatCount(item.n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
