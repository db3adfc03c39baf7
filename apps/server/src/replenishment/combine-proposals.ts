import type { LocalDate, ProposalId } from '@coplan/kernel';
import {
  type BudgetInput,
  type BudgetPlan,
  candidateOfProposal,
  combineLoad,
  fitBudget,
  type LoadInput,
  type LoadPlan,
  type StoredProposal,
  unpackProposal,
} from '@coplan/planning';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { carryingRatioPerYear } from './carrying-cost.ts';
import { nothingToCombine, severalCurrencies, tooManyToCombine } from './replenishment.errors.ts';

/** More lines than any truck of one supplier holds. */
const combinedMax = 1000;
const amountMax = 1_000_000_000_000;

export const listLoadsInput = z.object({ supplierId: z.uuid(), locationId: z.uuid().optional() });

export const combineProposalsInput = z.object({
  supplierId: z.uuid(),
  deliverOn: z.iso.date(),
  locationId: z.uuid().optional(),
  /** `minimum` and `full-truck` join the proposals to a load, `budget` cuts them to what may be spent. */
  goal: z.enum(['minimum', 'full-truck', 'budget']),
  /** The least that the supplier delivers for: minor units of money, or thousandths of units or pallets. */
  minimum: z
    .object({ measure: z.enum(['money', 'quantity', 'pallets']), least: z.int().positive().max(amountMax) })
    .optional(),
  /** Pallets that fit, in thousandths, all trucks together. */
  palletsMilliMax: z.int().positive().max(amountMax).optional(),
  coverDaysMax: z.int().positive().max(1000).optional(),
  budgetMinor: z.int().min(0).max(amountMax).optional(),
});
type Input = z.output<typeof combineProposalsInput>;

/** A delivery of one supplier for which proposals wait. */
export type WaitingLoad = {
  deliverOn: LocalDate;
  locationId: string;
  locationName: string;
  currency: string;
  count: number;
  valueMinor: number;
};

export type CombinedLine = {
  proposalId: ProposalId;
  itemNumber: string;
  description: string;
  locationCode: string;
  unit: string;
  quantityMilli: number;
  suggestedMilli: number;
  version: number;
};

/** What is suggested, with what it was computed from, so that the reader can compute it again. */
export type Combination = {
  lines: CombinedLine[];
  load?: { input: LoadInput; plan: LoadPlan };
  budget?: { input: BudgetInput; plan: BudgetPlan };
};

type Row = Omit<CombinedLine, 'suggestedMilli'> & { stored: StoredProposal; currency: string };

const open = `proposal.org_id = (select current_setting('app.org')::uuid)
  and proposal.state in ('in-review', 'needs-second') and proposal.supplier_id = $1
  and ($2::uuid is null or proposal.location_id = $2)`;

const loadsQuery = `
select proposal.deliver_on as "deliverOn", proposal.location_id as "locationId",
  place.code || ' ' || place.name as "locationName", proposal.currency, count(*)::integer as count,
  sum(proposal.value_minor)::float8 as "valueMinor"
from proposals proposal join locations place on place.id = proposal.location_id
where ${open} group by 1, 2, 3, 4 order by 1, 3, 4 limit 500`;

const rowsQuery = `
select proposal.id as "proposalId", item.item_number as "itemNumber", item.description,
  place.code as "locationCode", proposal.unit, proposal.quantity_milli as "quantityMilli", proposal.version,
  proposal.currency, proposal.input as stored
from proposals proposal join items item on item.id = proposal.item_id
  join locations place on place.id = proposal.location_id
where ${open} and proposal.deliver_on = $3 order by item.item_number, place.code, proposal.id limit $4`;

/** The deliveries of a supplier that could be combined, the earliest first. */
export const listLoads = (
  { db }: Context,
  { supplierId, locationId }: z.output<typeof listLoadsInput>,
): Promise<WaitingLoad[]> => db.read<WaitingLoad>(loadsQuery, [supplierId, locationId ?? null]);

const loadOf = (
  input: Input,
  candidates: LoadInput['candidates'],
  about: { currency: string; nextDeliverOn: LocalDate },
): LoadInput => ({
  loadVersion: 1,
  ...about,
  deliverOn: input.deliverOn as LocalDate,
  candidates,
  ...(input.minimum === undefined ? {} : { minimum: input.minimum }),
  capacities:
    input.palletsMilliMax === undefined ? [] : [{ measure: 'pallets', most: input.palletsMilliMax }],
  goal: input.goal === 'full-truck' ? 'full-truck' : 'minimum',
  ...(input.coverDaysMax === undefined ? {} : { coverDaysMax: input.coverDaysMax }),
});

/**
 * Suggests how the open proposals of one supplier and day become a load or fit a budget; changes nothing. Computed from
 * the inputs that the proposals were made of, with the quantities as they stand now. Throws `DomainError` where there is
 * nothing open, too much for one load, or more than one currency.
 */
export async function combineProposals({ db }: Context, input: Input): Promise<Combination> {
  const rows = await db.read<Row>(rowsQuery, [
    input.supplierId,
    input.locationId ?? null,
    input.deliverOn,
    combinedMax + 1,
  ]);
  if (rows.length === 0) throw nothingToCombine();
  if (rows.length > combinedMax) throw tooManyToCombine({ count: rows.length, countMax: combinedMax });
  const currencies = [...new Set(rows.map(({ currency }) => currency))].sort();
  const [currency = ''] = currencies;
  if (currencies.length > 1) throw severalCurrencies(currencies);
  let nextDeliverOn = input.deliverOn as LocalDate;
  const candidates = rows.map(({ stored, proposalId, itemNumber, quantityMilli }) => {
    const { input: facts } = unpackProposal({ ...stored, proof: {} });
    const { candidate, nextDeliverOn: next } = candidateOfProposal(facts, {
      id: proposalId,
      label: itemNumber,
      quantityMilli,
      holdingRatioPerYear: carryingRatioPerYear,
    });
    if (next > nextDeliverOn) nextDeliverOn = next;
    return candidate;
  });
  const suggestion = suggest(input, candidates, { currency, nextDeliverOn });
  const changes = suggestion.load?.plan.changes ?? suggestion.budget?.plan.changes ?? [];
  const suggested = new Map(changes.map(({ id, toMilli }) => [id, toMilli]));
  return {
    lines: rows.map(({ stored, currency: _currency, ...line }) => ({
      ...line,
      suggestedMilli: suggested.get(line.proposalId) ?? line.quantityMilli,
    })),
    ...suggestion,
  };
}

function suggest(
  input: Input,
  candidates: LoadInput['candidates'],
  about: { currency: string; nextDeliverOn: LocalDate },
): Pick<Combination, 'load' | 'budget'> {
  if (input.goal === 'budget') {
    const { currency } = about;
    const budget: BudgetInput = {
      budgetVersion: 1,
      currency,
      budgetMinor: input.budgetMinor ?? 0,
      candidates,
    };
    return { budget: { input: budget, plan: fitBudget(budget) } };
  }
  const load = loadOf(input, candidates, about);
  return { load: { input: load, plan: combineLoad(load) } };
}
