import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { keepRows, trpc } from '../../app/api.ts';
import type { ExceptionDetail } from '../../app/api-types.ts';
import { formatCount, formatDay, formatMoney, formatPlanned } from '../../ui/format.ts';

type Child = ExceptionDetail['children'][number];
/** As many as the exception itself brings. */
const pageSize = 100;
const rowHeight = 32;

const sumOf = ({ cells }: Child, key: 'sourceMilli' | 'comparedMilli'): number | null =>
  cells.every((cell) => cell[key] === null) ? null : cells.reduce((sum, cell) => sum + (cell[key] ?? 0), 0);

const quantity = (milli: number | null, unit: string | null) =>
  milli === null ? <span className="tone-warn">no answer</span> : formatPlanned(milli, unit ?? '');

function periodsText({ cells }: Child): string {
  const first = cells[0]?.startsOn;
  const last = cells.at(-1)?.startsOn;
  if (first === undefined || last === undefined) return '';
  return first === last
    ? formatDay(first)
    : `${formatCount(cells.length)} periods, ${formatDay(first)} – ${formatDay(last)}`;
}

/** Every item and place that the exception pools, most money first; thousands scroll like ten. */
export function ExceptionChildren({ exception }: { exception: ExceptionDetail }) {
  const { agreementId, childCount, currency, sourceName, comparedName } = exception;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: childCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const visible = virtualizer.getVirtualItems();
  const childAt = useChildren(exception, visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0);
  const bottom = virtualizer.getTotalSize() - (visible.at(-1)?.end ?? 0);
  return (
    <section className="section" aria-label="Parts">
      <h2>
        {formatCount(childCount)} {childCount === 1 ? 'part' : 'parts'}, settled together
      </h2>
      <div ref={scroller} className="children-scroller">
        <table
          className="table children-table"
          aria-rowcount={childCount + 1}
          data-testid="exception-children"
        >
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">Place</th>
              <th scope="col">Periods</th>
              <th scope="col" className="number">
                {sourceName}
              </th>
              <th scope="col" className="number">
                {comparedName}
              </th>
              <th scope="col" className="number">
                Money
              </th>
            </tr>
          </thead>
          <tbody>
            <tr className="spacer" style={{ height: visible[0]?.start ?? 0 }} />
            {visible.map(({ index }) => (
              <ChildLine
                key={index}
                child={childAt(index)}
                index={index}
                agreementId={agreementId}
                currency={currency}
              />
            ))}
            <tr className="spacer" style={{ height: bottom }} />
          </tbody>
        </table>
      </div>
    </section>
  );
}

type ChildLineProps = { child: Child | undefined; index: number; agreementId: string; currency: string };

function ChildLine({ child, index, agreementId, currency }: ChildLineProps) {
  if (child === undefined)
    return (
      <tr aria-rowindex={index + 2}>
        <td colSpan={6} className="soft">
          …
        </td>
      </tr>
    );
  return (
    <tr aria-rowindex={index + 2}>
      <td className="wide" title={child.description ?? ''}>
        {child.itemNumber === null ? (
          'Whole agreement'
        ) : (
          <Link to="/workbench/$agreementId" params={{ agreementId }} search={{ search: child.itemNumber }}>
            {child.itemNumber}
          </Link>
        )}{' '}
        {child.description}
      </td>
      <td>{child.locationCode}</td>
      <td>{periodsText(child)}</td>
      <td className="number">{quantity(sumOf(child, 'sourceMilli'), child.unit)}</td>
      <td className="number">{quantity(sumOf(child, 'comparedMilli'), child.unit)}</td>
      <td className="number">{formatMoney(child.moneyMinor, currency)}</td>
    </tr>
  );
}

/** The parts in view, read in pages; the first page came with the exception. */
function useChildren(exception: ExceptionDetail, first: number, last: number) {
  const pages: number[] = [];
  for (let page = Math.max(1, Math.floor(first / pageSize)); page <= Math.floor(last / pageSize); page++)
    pages.push(page);
  const read = useQueries({
    queries: pages.map((page) => ({
      ...trpc.exceptions.get.queryOptions({
        exceptionId: exception.exceptionId,
        childOffset: page * pageSize,
        childLimit: pageSize,
      }),
      ...keepRows,
    })),
  });
  return (index: number): Child | undefined => {
    const page = Math.floor(index / pageSize);
    const children = page === 0 ? exception.children : read[pages.indexOf(page)]?.data?.children;
    return children?.[index % pageSize];
  };
}
