import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { keepRows, trpc } from '../../app/api.ts';
import type { VerdictRow } from '../../app/api-types.ts';
import { type FulfilmentView, lineVerdicts } from '../../app/search-parameters.ts';
import type { Column } from '../../ui/data-table.tsx';
import { formatMoney, formatState } from '../../ui/format.ts';
import { Empty } from '../../ui/page.tsx';
import type { ViewChange } from './perfect-orders-page.tsx';
import { causeText, exclusionText, partyText } from './performance-words.ts';
import { lineColumns, VerdictList } from './verdict-list.tsx';
import { ComponentMarks, VerdictTag } from './verdict-marks.tsx';

const pageSize = 100;

const columns: Column<VerdictRow>[] = [
  ...lineColumns('no day'),
  { id: 'verdict', title: 'Verdict', cell: (row) => <VerdictTag row={row} /> },
  {
    id: 'components',
    title: 'Full · day · papers · condition',
    isSpare: true,
    cell: ({ components }) => <ComponentMarks components={components} />,
  },
  {
    id: 'cause',
    title: 'Cause',
    isWide: true,
    cell: ({ cause, causeParty, causeText: text, exclusionCode }) =>
      exclusionCode !== null ? (
        exclusionText(exclusionCode)
      ) : cause === null ? (
        ''
      ) : (
        <span title={text ?? ''}>
          {causeText(cause)} <small className="soft">{partyText(causeParty ?? '')}</small>
        </span>
      ),
  },
  {
    id: 'cost',
    title: 'Cost',
    isNumber: true,
    cell: ({ costMinor, currency }) => (costMinor === 0 ? '' : formatMoney(costMinor, currency)),
  },
];

/** The lines behind every number, the most expensive first; J, K and Enter go to them. */
export function LinesTab({ view, onChange }: { view: FulfilmentView; onChange: ViewChange }) {
  const { weeks = 13, partner, verdict, cause, party, search } = view;
  const list = useInfiniteQuery({
    ...trpc.performance.lines.infiniteQueryOptions(
      {
        weekCount: weeks,
        limit: pageSize,
        ...(partner === undefined ? {} : { partnerId: partner }),
        ...(verdict === undefined ? {} : { verdict }),
        ...(cause === undefined ? {} : { cause }),
        ...(party === undefined ? {} : { party }),
        ...(search === undefined ? {} : { search }),
      },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const isFiltered = [verdict, cause, party, search].some((one) => one !== undefined);
  return (
    <VerdictList
      label="Lines"
      list={list}
      columns={columns}
      rowTestId="verdict-row"
      search={search}
      onChange={onChange}
      filters={
        <>
          <Select
            aria-label="Verdict"
            placeholder="All verdicts"
            w={160}
            clearable
            data={lineVerdicts.map((value) => ({ value, label: formatState(value) }))}
            value={verdict ?? null}
            onChange={(value) => onChange({ verdict: lineVerdicts.find((one) => one === value) })}
          />
          {cause !== undefined && (
            <Button variant="default" onClick={() => onChange({ cause: undefined, party: undefined })}>
              {causeText(cause)} ✕
            </Button>
          )}
        </>
      }
      empty={
        <Empty title={isFiltered ? 'No line has these properties' : 'No line was due in this period'}>
          {isFiltered && (
            <Button
              variant="default"
              onClick={() =>
                onChange({ verdict: undefined, cause: undefined, party: undefined, search: undefined })
              }
            >
              Clear the filter
            </Button>
          )}
        </Empty>
      }
    />
  );
}
