import { useInfiniteQuery } from '@tanstack/react-query';
import { client, keepRows, trpc } from '../../app/api.ts';
import type { ProposalPage, ProposalRow } from '../../app/api-types.ts';
import type { WorklistFilter } from '../../app/search-parameters.ts';

const pageSize = 100;
const pageSizeMax = 200;
/** One approval never takes more than this. */
export const selectionMax = 2000;

const inputOf = ({ state, supplier, location, search, sort }: WorklistFilter) => ({
  state: state === undefined || state === 'open' ? ('open' as const) : [state],
  sort: sort ?? ('money-at-risk' as const),
  ...(supplier === undefined ? {} : { supplierId: supplier }),
  ...(location === undefined ? {} : { locationId: location }),
  ...(search === undefined ? {} : { search }),
});

/** The proposals of a filter, page after page, with totals and facets of all of them. */
export function useWorklist(filter: WorklistFilter) {
  const query = useInfiniteQuery({
    ...trpc.proposals.list.infiniteQueryOptions(
      { ...inputOf(filter), limit: pageSize },
      { getNextPageParam: (page: ProposalPage) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const first = query.data?.pages[0];
  return { ...query, rows, totals: first?.totals, facets: first?.facets };
}

/** Every proposal of the filter that can be approved, also those not loaded yet. */
export async function readWholeFilter(filter: WorklistFilter): Promise<ProposalRow[]> {
  const rows: ProposalRow[] = [];
  let cursor: string | null = null;
  do {
    const page: ProposalPage = await client.proposals.list.query({
      ...inputOf(filter),
      limit: pageSizeMax,
      ...(cursor === null ? {} : { cursor }),
    });
    rows.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null && rows.length < selectionMax);
  return rows.filter(isApprovable).slice(0, selectionMax);
}

/** The server decides who may; the page obeys. */
export const isApprovable = ({ allowedEvents }: Pick<ProposalRow, 'allowedEvents'>): boolean =>
  allowedEvents.includes('approve') || allowedEvents.includes('approve-second');
