import { addDays, type ItemId, type LocalDate, type LocationId } from '@coplan/kernel';
import {
  type FactSource,
  packProposal,
  proposeReplenishment,
  type ReplenishmentInput,
  type Sourced,
} from '@coplan/planning';
import { readSalesHistory } from '../inventory/index.ts';
import type { Context } from '../platform/index.ts';
import { demoId, demoIdAt } from './demo-names.ts';
import type { SeededRandom } from './seeded-random.ts';

/** An item at a place whose proposals of the past are told. */
export type PastGoods = {
  itemLocationId: string;
  itemId: ItemId;
  locationId: LocationId;
  gtin14: string;
  itemNumber: string;
  unitPriceMicros: number;
  shipTo: string;
  packMilli: number;
};

/** What the machine asked for and people made of it; 0: rejected. */
export type PastProposal = {
  proposalId: string;
  goods: PastGoods;
  week: number;
  input: ReplenishmentInput;
  quantityMilli: number;
  decidedMilli: number;
};

type Shelf = { onHandMilli: number; coming: { dueOn: LocalDate; quantityMilli: number }[] };

/** Sold in each of the weeks before `endsBefore`, oldest first; null where nothing is known. */
async function weeklySales(
  context: Context,
  goods: readonly PastGoods[],
  { endsBefore, weekCount }: { endsBefore: LocalDate; weekCount: number },
): Promise<Map<string, number[]>> {
  const itemLocationIds = goods.map(({ itemLocationId }) => itemLocationId);
  const series = await readSalesHistory(context.db, { itemLocationIds });
  return new Map(
    series.map(({ itemLocationId, bucketDays, startsOn, soldMilli }) => {
      const days = Math.round((Date.parse(endsBefore) - Date.parse(startsOn)) / 86_400_000);
      const perWeek = 7 / bucketDays;
      const end = Math.floor(days / bucketDays);
      const weeks = Array.from({ length: weekCount }, (_, week) => {
        const from = end - (weekCount - week) * perWeek;
        return soldMilli
          .slice(Math.max(0, from), Math.max(0, from + perWeek))
          .reduce<number>((sum, sold) => sum + (sold ?? 0), 0);
      });
      return [itemLocationId, weeks] as const;
    }),
  );
}

type Moment = {
  today: LocalDate;
  deliverOn: LocalDate;
  meanMilli: number;
  currency: string;
  timeZone: string;
};

function inputOf(goods: PastGoods, shelf: Shelf, moment: Moment): ReplenishmentInput {
  const { today, deliverOn, meanMilli, currency, timeZone } = moment;
  const source = (kind: string, label: string): FactSource => ({
    kind,
    id: `${kind}:${goods.itemNumber}`,
    label,
    asOf: today,
  });
  const from = <Value>(value: Value, kind: string, label: string): Sourced<Value> => ({
    value,
    source: source(kind, label),
  });
  return {
    inputVersion: 1,
    itemId: goods.itemId,
    locationId: goods.locationId,
    unit: 'EA',
    currency,
    today,
    localTime: '07:00',
    calendar: {
      orderWeekdays: [1, 2, 3, 4, 5, 6, 7],
      leadTimeDays: from(
        Math.round((Date.parse(deliverOn) - Date.parse(today)) / 86_400_000),
        'agreement',
        'lead time',
      ),
      cutOffTime: '12:00',
      timeZone,
      nonWorkingDays: [],
      slots: [0, 7, 14].map((days) => ({
        orderOn: addDays(today, days),
        deliverOn: addDays(deliverOn, days),
      })),
      source: source('calendar', 'order calendar'),
    },
    forecast: {
      buckets: Array.from({ length: 42 }, (_, day) => ({
        startsOn: addDays(today, day),
        endsBefore: addDays(today, day + 1),
        meanMilli: Math.round(meanMilli / 7),
      })),
      source: source('forecast-version', 'mean of eight weeks'),
    },
    stock: { onHandMilli: from(shelf.onHandMilli, 'stock-count', 'stock of the morning') },
    receipts: shelf.coming.map(({ dueOn, quantityMilli }, index) => ({
      id: `coming-${index}`,
      kind: 'on-order' as const,
      dueOn,
      quantityMilli,
      source: source('order', `ordered for ${dueOn}`),
    })),
    policy: {
      target: from({ kind: 'service-level', level: 0.95 }, 'policy', 'service of 95 %'),
      safetyStock: { kind: 'fixed', quantityMilli: Math.round(meanMilli * 0.4) },
      planningHorizonDays: 40,
      unmetDemand: 'lost',
    },
    terms: {
      unitPriceMicros: from(goods.unitPriceMicros, 'price', 'price list'),
      multipleMilli: from(goods.packMilli, 'agreement', 'pack'),
      rounding: 'up',
    },
  };
}

/** Most proposals are accepted as they are; some are cut, some doubted, some made larger. */
function decide(random: SeededRandom, quantityMilli: number, packMilli: number): number {
  const luck = random.uniform();
  const packs = Math.round(quantityMilli / packMilli);
  if (luck < 0.1) return 0;
  if (luck < 0.22) return Math.max(1, Math.floor(packs / 2)) * packMilli;
  if (luck < 0.3) return Math.ceil(packs * 1.5) * packMilli;
  return quantityMilli;
}

type Span = {
  firstDay: LocalDate;
  weekCount: number;
  leadDays: number;
  currency: string;
  timeZone: string;
  key: string;
};

/** A shelf over the weeks: what was decided arrives, what was sold leaves, and every week the machine looks at it. */
function proposalsOf(
  goods: PastGoods,
  sales: readonly number[],
  { span, random }: { span: Span; random: SeededRandom },
): PastProposal[] {
  const { firstDay, weekCount, leadDays, currency, timeZone, key } = span;
  const past = sales.length - weekCount;
  const meanBefore = (week: number): number => {
    const known = sales.slice(Math.max(0, past + week - 8), past + week);
    return Math.round(known.reduce((sum, sold) => sum + sold, 0) / Math.max(1, known.length));
  };
  const shelf: Shelf = { onHandMilli: Math.round(meanBefore(0) * 2.2), coming: [] };
  const proposals: PastProposal[] = [];
  for (let week = 0; week < weekCount; week++) {
    const today = addDays(firstDay, 7 * week);
    shelf.onHandMilli += shelf.coming
      .filter(({ dueOn }) => dueOn <= today)
      .reduce((sum, { quantityMilli }) => sum + quantityMilli, 0);
    shelf.coming = shelf.coming.filter(({ dueOn }) => dueOn > today);
    const meanMilli = meanBefore(week);
    const deliverOn = addDays(today, leadDays);
    const input = inputOf(goods, shelf, { today, deliverOn, meanMilli, currency, timeZone });
    const { quantityMilli } = proposeReplenishment(input);
    if (quantityMilli > 0 && meanMilli > 0) {
      const decidedMilli = decide(random, quantityMilli, goods.packMilli);
      const proposalId = demoId(`proposal ${key} ${goods.itemNumber} ${goods.shipTo} ${week}`);
      proposals.push({ proposalId, goods, week, input, quantityMilli, decidedMilli });
      if (decidedMilli > 0) shelf.coming.push({ dueOn: deliverOn, quantityMilli: decidedMilli });
    }
    shelf.onHandMilli = Math.max(0, shelf.onHandMilli - (sales[past + week] ?? 0));
  }
  return proposals;
}

/** Proposals of the weeks before `endsBefore` for these items at places, with what people decided. */
export async function pastProposals(
  context: Context,
  goods: readonly PastGoods[],
  { span, random }: { span: Span; random: SeededRandom },
): Promise<PastProposal[]> {
  const endsBefore = addDays(span.firstDay, 7 * span.weekCount);
  const sales = await weeklySales(context, goods, { endsBefore, weekCount: span.weekCount + 8 });
  return goods.flatMap((one) => {
    const sold = sales.get(one.itemLocationId);
    return sold === undefined ? [] : proposalsOf(one, sold, { span, random: random.fork(one.itemNumber) });
  });
}

const insertRun = `
insert into runs (id, org_id, state, phase, engine_version, parameters, seed, requested_by, created_at, started_at, ended_at)
values ($1, (select current_setting('app.org')::uuid), 'done', 'done', $2, '{"asOf": null}', 1, 'Daily run', $3, $3, $3)
on conflict do nothing`;
const insertProposals = `
insert into proposals (id, org_id, run_id, item_location_id, item_id, location_id, supplier_id, state, quantity_milli,
  proposed_quantity_milli, unit, unit_price_micros, currency, value_minor, money_at_risk_minor, order_on, deliver_on,
  cut_off_at, input, proof, messages, is_edited, edit_reason, decided_by, decided_at, decision_reason, order_id, created_at)
select id, (select current_setting('app.org')::uuid), $2, "itemLocationId", "itemId", "locationId", $3, state,
  "quantityMilli", "proposedMilli", 'EA', "unitPriceMicros", currency, "valueMinor", "moneyAtRiskMinor", "orderOn",
  "deliverOn", "cutOffAt", input, proof, messages, "isEdited", "editReason", 'Buyer', $4, "decisionReason",
  case when state = 'ordered' then "orderId" end, $4
from jsonb_to_recordset($1::jsonb) as made(id uuid, "itemLocationId" uuid, "itemId" uuid, "locationId" uuid, state text,
  "quantityMilli" bigint, "proposedMilli" bigint, "unitPriceMicros" bigint, currency text, "valueMinor" bigint,
  "moneyAtRiskMinor" bigint, "orderOn" date, "deliverOn" date, "cutOffAt" timestamptz, input jsonb, proof jsonb,
  messages jsonb, "isEdited" boolean, "editReason" text, "decisionReason" text, "orderId" uuid)
on conflict do nothing`;

/** Files the proposals of one week as a run left them, those that were ordered with their order. */
export async function filePastProposals(
  context: Context,
  proposals: readonly PastProposal[],
  about: { runKey: string; supplierId: string; orderId: string | null; at: Date },
): Promise<void> {
  const { runKey, supplierId, orderId, at } = about;
  const [first] = proposals;
  if (first === undefined) return;
  const runId = demoIdAt(`run ${runKey}`, at);
  const rows = proposals.map(({ proposalId, goods, input, decidedMilli }) => {
    const result = proposeReplenishment(input);
    const { proof, ...stored } = packProposal(input, result.proof);
    const isOrdered = decidedMilli > 0 && orderId !== null;
    return {
      ...goods,
      id: proposalId,
      state: isOrdered ? 'ordered' : 'rejected',
      quantityMilli: isOrdered ? decidedMilli : result.quantityMilli,
      proposedMilli: result.quantityMilli,
      currency: input.currency,
      valueMinor: result.valueMinor,
      moneyAtRiskMinor: result.moneyAtRiskMinor,
      orderOn: result.orderOn,
      deliverOn: result.deliverOn,
      cutOffAt: result.cutOffAt,
      input: stored,
      proof,
      messages: result.messages,
      isEdited: isOrdered && decidedMilli !== result.quantityMilli,
      editReason: isOrdered && decidedMilli !== result.quantityMilli ? 'Looks too much or too little' : null,
      decisionReason: isOrdered ? null : 'Enough on the shelf',
      orderId,
    };
  });
  await context.db.transaction(async (tx) => {
    await tx.query(insertRun, [runId, proposeReplenishment(first.input).proof.engineVersion, at]);
    await tx.query(insertProposals, [JSON.stringify(rows), runId, supplierId, at]);
  });
}
