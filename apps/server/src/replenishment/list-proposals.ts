import { allowedEvents, type ItemId, type LocalDate, type ProposalId, type UnitCode } from '@coplan/kernel';
import { z } from 'zod';
import { listPackLevels, packText } from '../catalog/index.ts';
import { likeText } from '../partners/index.ts';
import type { Actor, Context } from '../platform/index.ts';
import {
  openProposalStates,
  type ProposalState,
  proposalLifecycle,
  proposalStates,
} from './proposal.lifecycle.ts';

const sorts = ['money-at-risk', 'cut-off', 'value'] as const;

export const listProposalsInput = z.object({
  state: z
    .union([z.literal('open'), z.array(z.enum(proposalStates)).min(1).max(proposalStates.length)])
    .default('open'),
  supplierId: z.uuid().optional(),
  locationId: z.uuid().optional(),
  search: z.string().max(100).optional(),
  sort: z.enum(sorts).default('money-at-risk'),
  cursor: z.string().max(100).optional(),
  limit: z.int().min(1).max(200).default(50),
});
type Input = z.output<typeof listProposalsInput>;

export type ProposalRow = {
  proposalId: ProposalId;
  state: ProposalState;
  itemNumber: string;
  description: string;
  locationCode: string;
  locationName: string;
  supplierId: string;
  supplierName: string;
  quantityMilli: number;
  proposedQuantityMilli: number;
  unit: UnitCode;
  packs: string;
  valueMinor: number;
  currency: string;
  moneyAtRiskMinor: number;
  orderOn: LocalDate;
  deliverOn: LocalDate;
  cutOffAt: string;
  isEdited: boolean;
  orderId: string | null;
  version: number;
  /** Lifecycle events that a person of the reader's roles may cause now. */
  allowedEvents: string[];
};

type Facet = { id: string; name: string; count: number };
export type ProposalPage = {
  rows: ProposalRow[];
  nextCursor: string | null;
  totals: { count: number; valueMinor: number; moneyAtRiskMinor: number };
  facets: { suppliers: Facet[]; locations: Facet[] };
};

export const proposalColumns = `proposal.id as "proposalId", proposal.state, item.id as "itemId",
  item.item_number as "itemNumber", item.description, place.code as "locationCode", place.name as "locationName",
  proposal.supplier_id as "supplierId", supplier.name as "supplierName", proposal.quantity_milli as "quantityMilli",
  proposal.proposed_quantity_milli as "proposedQuantityMilli", proposal.unit, proposal.value_minor as "valueMinor",
  proposal.currency, proposal.money_at_risk_minor as "moneyAtRiskMinor", proposal.order_on as "orderOn",
  proposal.deliver_on as "deliverOn",
  to_char(proposal.cut_off_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "cutOffAt",
  proposal.is_edited as "isEdited", proposal.order_id as "orderId", proposal.version`;
export const proposalJoins = `proposals proposal
  join items item on item.id = proposal.item_id
  join locations place on place.id = proposal.location_id
  join organisations supplier on supplier.id = proposal.supplier_id`;

const filter = `proposal.org_id = (select current_setting('app.org')::uuid) and proposal.state = any ($1::text[])
  and proposal.state <> 'new'
  and ($2::text is null or lower(item.item_number || ' ' || item.description || ' ' || place.code || ' '
    || place.name || ' ' || supplier.name) like '%' || $2 || '%')`;
const chosen = `($3::uuid is null or proposal.supplier_id = $3) and ($4::uuid is null or proposal.location_id = $4)`;

const pageQuery = (after: string, order: string, key: string): string => `
select ${proposalColumns}, ${key} as "sortKey" from ${proposalJoins}
where ${filter} and ${chosen} and ($5::text is null or ${after}) order by ${order} limit $7`;

/** Each sort with the key that the cursor continues from; the id makes it unique. */
const pages: Record<(typeof sorts)[number], string> = {
  'money-at-risk': pageQuery(
    '(proposal.money_at_risk_minor, proposal.id) < ($5::bigint, $6::uuid)',
    'proposal.money_at_risk_minor desc, proposal.id desc',
    'proposal.money_at_risk_minor::text',
  ),
  value: pageQuery(
    '(proposal.value_minor, proposal.id) < ($5::bigint, $6::uuid)',
    'proposal.value_minor desc, proposal.id desc',
    'proposal.value_minor::text',
  ),
  'cut-off': pageQuery(
    '(proposal.cut_off_at, proposal.id) > ($5::timestamptz, $6::uuid)',
    'proposal.cut_off_at, proposal.id',
    `to_char(proposal.cut_off_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  ),
};

const totalsQuery = `
select count(*)::integer as count, coalesce(sum(proposal.value_minor), 0)::float8 as "valueMinor",
  coalesce(sum(proposal.money_at_risk_minor), 0)::float8 as "moneyAtRiskMinor"
from ${proposalJoins} where ${filter} and ${chosen}`;

const facetsQuery = `
select proposal.supplier_id as "supplierId", supplier.name as "supplierName", proposal.location_id as "locationId",
  place.code || ' ' || place.name as "locationName", count(*)::integer as count
from ${proposalJoins} where ${filter} group by 1, 2, 3, 4`;

const cursorPattern = /^([0-9TZ:.-]+)\|([0-9a-f-]{36})$/;

const decidingRoles: readonly Actor['roles'][number][] = ['buyer', 'approver'];
const personsEvents = ['edit', 'approve', 'approve-second', 'reject', 'keep-edit', 'supersede'];

/** What a person may do; in a conflict `supersede` is taking the run's side, elsewhere only a run supersedes. */
export const eventsFor = (state: ProposalState, actor: Pick<Actor, 'roles'>): string[] =>
  decidingRoles.some((role) => actor.roles.includes(role))
    ? allowedEvents(proposalLifecycle, state).filter(
        (event) => personsEvents.includes(event) && (event !== 'supersede' || state === 'conflict'),
      )
    : [];

export type StoredRow = Omit<ProposalRow, 'packs' | 'allowedEvents'> & { itemId: ItemId };

/** Adds what is said rather than stored: packs in words, and what the reader may do. */
export async function toProposalRows(
  { db, actor }: Pick<Context, 'db' | 'actor'>,
  rows: readonly StoredRow[],
): Promise<ProposalRow[]> {
  const packs = await listPackLevels(db, [...new Set(rows.map((row) => row.itemId))]);
  return rows.map(({ itemId, ...row }) => ({
    ...row,
    packs: packText({
      quantityMilli: row.quantityMilli,
      baseUnit: row.unit,
      packs: packs.get(itemId) ?? [],
    }),
    allowedEvents: eventsFor(row.state, actor),
  }));
}

type FacetRow = {
  supplierId: string;
  supplierName: string;
  locationId: string;
  locationName: string;
  count: number;
};

function facetOf(rows: readonly FacetRow[], of: (row: FacetRow) => { id: string; name: string }): Facet[] {
  const facets = new Map<string, Facet>();
  for (const row of rows) {
    const { id, name } = of(row);
    const facet = facets.get(id) ?? { id, name, count: 0 };
    facets.set(id, { ...facet, count: facet.count + row.count });
  }
  return [...facets.values()].sort((left, right) => left.name.localeCompare(right.name, 'en'));
}

/** A page of proposals with totals of the whole filter and the suppliers and places that one can narrow it to. */
export async function listProposals(context: Context, input: Input): Promise<ProposalPage> {
  const { db } = context;
  const states = input.state === 'open' ? [...openProposalStates] : input.state;
  const wanted = [states, input.search === undefined ? null : likeText(input.search)];
  const narrowed = [...wanted, input.supplierId ?? null, input.locationId ?? null];
  const [, key = null, id = null] = cursorPattern.exec(input.cursor ?? '') ?? [];
  const [rows, totals, facetRows] = await Promise.all([
    db.read<StoredRow & { sortKey: string }>(pages[input.sort], [...narrowed, key, id, input.limit + 1]),
    db.read<ProposalPage['totals']>(totalsQuery, narrowed),
    db.read<FacetRow>(facetsQuery, wanted),
  ]);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const hasMore = rows.length > input.limit && last !== undefined;
  return {
    rows: await toProposalRows(
      context,
      page.map(({ sortKey: _, ...row }) => row),
    ),
    nextCursor: hasMore ? `${last.sortKey}|${last.proposalId}` : null,
    totals: totals[0] ?? { count: 0, valueMinor: 0, moneyAtRiskMinor: 0 },
    facets: {
      suppliers: facetOf(facetRows, (row) => ({ id: row.supplierId, name: row.supplierName })),
      locations: facetOf(facetRows, (row) => ({ id: row.locationId, name: row.locationName })),
    },
  };
}
