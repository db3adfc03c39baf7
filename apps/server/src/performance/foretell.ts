import {
  type ActionOffer,
  type LineRisk,
  type OpenLine,
  openLineOf,
  type PastLine,
  perfectOrderChecks,
  preMortem,
  type RiskComponent,
  riskComponents,
  riskHistory,
} from '@coplan/collaboration';
import { lineTotalMinor } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { readTerms, termsInForce } from './read-terms.ts';
import { laneOf, worthOf } from './score-order.ts';
import { computeScores, ordersPerBatchMax } from './store-scores.ts';

/** Judged lines that the chances are taken from, the newest first; and open lines that are looked at. */
const pastMax = 5_000;
const openOrdersMax = 2_000;

type PastRow = {
  past: PastLine;
  valueMinor: number;
  failures: { check: keyof typeof perfectOrderChecks; costMinor: number }[];
};

const pastLines = `
select past, value_minor::float8 as "valueMinor", score -> 'failures' as failures from perfect_order_lines
where org_id = (select current_setting('app.org')::uuid) and past is not null
order by due_on desc, order_line_id limit ${pastMax}`;

const openOrders = `
select order_id as "orderId" from perfect_order_lines
where org_id = (select current_setting('app.org')::uuid) and standing = 'open' and due_on is not null
group by order_id order by min(due_on), order_id limit ${openOrdersMax}`;

const componentOf: Record<string, RiskComponent> = {
  'RL.2.1': 'in-full',
  'RL.2.2': 'on-date',
  'RL.2.3': 'papers',
  'RL.2.4': 'condition',
};

/** What a failure of a component has cost so far, as a share of the value of the lines that failed by it. */
function lossShares(rows: readonly PastRow[]): Partial<Record<RiskComponent, number>> {
  const sums = new Map<RiskComponent, { cost: number; value: number }>();
  for (const { failures, valueMinor } of rows) {
    for (const { check, costMinor } of failures) {
      const component = componentOf[perfectOrderChecks[check].component];
      if (component === undefined) continue;
      const sum = sums.get(component) ?? { cost: 0, value: 0 };
      sums.set(component, { cost: sum.cost + costMinor, value: sum.value + valueMinor });
    }
  }
  return Object.fromEntries(
    [...sums].flatMap(([component, { cost, value }]) => (value > 0 ? [[component, cost / value]] : [])),
  );
}

export type Alternative = {
  itemId: string;
  supplierId: string;
  supplierName: string;
  unitPriceMicros: number;
};

const alternatives = `
select terms.item_id as "itemId", terms.supplier_id as "supplierId", other.name as "supplierName",
  terms.unit_price_micros::float8 as "unitPriceMicros"
from supplier_terms terms join organisations other on other.id = terms.supplier_id
where terms.org_id = (select current_setting('app.org')::uuid) and terms.item_id = any ($1::uuid[])
  and terms.valid_from <= $2::date and (terms.valid_before is null or terms.valid_before > $2::date)
order by terms.item_id, terms.supplier_id`;

type Open = { open: OpenLine; orderId: string; supplierId: string; supplierName: string; laneName: string };
type Foreseen = Open & { currency: string; offers: ActionOffer[]; alternatives: ActionOffer[] };

/** What may be done about an open line by its supplier's agreement, and who else could deliver it. */
function offersFor(
  open: OpenLine,
  actions: readonly { code: string; name: string; actionMinor: number; effect: ActionOffer['effect'] }[],
): ActionOffer[] {
  return actions
    .filter(
      ({ effect }) =>
        effect.kind !== 'avoid' || effect.component !== 'papers' || open.shipNotice === 'not-due',
    )
    .map(({ code, name, actionMinor, effect }) => ({
      actionId: code,
      lineId: open.lineId,
      name,
      actionMinor,
      effect,
    }));
}

type Scored = Awaited<ReturnType<typeof computeScores>>[number];

function foreseenOf(
  { history, lines }: Scored,
  about: {
    asOfMs: number;
    shares: Partial<Record<RiskComponent, number>>;
    content: ReturnType<typeof termsInForce>['content'];
    others: readonly Alternative[];
  },
): Foreseen[] {
  const { asOfMs, shares, content, others } = about;
  const { costs, actions } = content;
  return lines.flatMap(({ line, facts }) => {
    const value = worthOf(facts);
    const cost = (component: RiskComponent, ratioMicros: number): number =>
      Math.round(value * (shares[component] ?? ratioMicros / 1_000_000));
    const costMinor = {
      'in-full': cost('in-full', costs.shortRatioMicros),
      'on-date': cost('on-date', costs.lateRatioMicros),
      papers: costs.documentMinor,
      condition: cost('condition', costs.damageRatioMicros),
    };
    const laneId = laneOf(history);
    const { supplierId, orderId, supplierName, shipToName, currency } = history;
    const open = openLineOf(facts, { asOfMs, supplierId, laneId, costMinor });
    if (open === null) return [];
    const elsewhere = others
      .filter(
        (other) =>
          other.itemId === line.itemId && other.supplierId !== supplierId && open.shippedAtHours === null,
      )
      .map((other): ActionOffer => {
        const dearerMicros = Math.max(0, other.unitPriceMicros - facts.unitPriceMicros);
        return {
          actionId: `re-source:${other.supplierId}`,
          lineId: open.lineId,
          name: `Order it from ${other.supplierName} instead`,
          actionMinor: lineTotalMinor({ quantityMilli: facts.orderedMilli, unitPriceMicros: dearerMicros }),
          effect: {
            kind: 're-source',
            supplierId: other.supplierId,
            laneId: `${other.supplierId}>${history.shipToId}`,
          },
        };
      });
    const laneName = `${supplierName} to ${shipToName}`;
    const offers = offersFor(open, actions);
    return [{ open, orderId, supplierId, supplierName, laneName, currency, offers, alternatives: elsewhere }];
  });
}

/** Sentences speak of names, not of ids. */
function named(risk: LineRisk, { supplierName, laneName, open }: Open): LineRisk {
  const replace = (text: string): string =>
    text.replaceAll(open.laneId, laneName).replaceAll(open.supplierId, supplierName);
  const components = { ...risk.components };
  for (const component of riskComponents) {
    components[component] = { ...components[component], basis: replace(components[component].basis) };
  }
  return { ...risk, components, text: replace(risk.text) };
}

const insertRisks = `
insert into order_line_risks (org_id, supplier_id, order_id, order_line_id, fails_micros, likeliest, expected_loss_minor,
  saves_minor, risk, as_of)
select (select current_setting('app.org')::uuid), "supplierId", "orderId", "lineId", "failsMicros", likeliest,
  "expectedLossMinor", "savesMinor", risk, $2
from jsonb_to_recordset($1::jsonb) as row("supplierId" uuid, "orderId" uuid, "lineId" uuid, "failsMicros" integer,
  likeliest text, "expectedLossMinor" bigint, "savesMinor" bigint, risk jsonb)`;
const insertOwn = `
insert into order_line_alternatives (org_id, order_line_id, saves_minor, risk)
select (select current_setting('app.org')::uuid), "lineId", "savesMinor", risk
from jsonb_to_recordset($1::jsonb) as row("lineId" uuid, "savesMinor" bigint, risk jsonb)`;

const rowOf = (risk: LineRisk, line: Foreseen) => ({
  ...line,
  lineId: risk.lineId,
  failsMicros: risk.failsMicros,
  likeliest: risk.likeliest,
  expectedLossMinor: risk.expectedLossMinor,
  savesMinor: risk.best?.savesMinor ?? 0,
  risk: named(risk, line),
});

async function readOpenLines(
  tx: Transaction,
  asOf: Date,
  shares: ReturnType<typeof lossShares>,
): Promise<Foreseen[]> {
  const ids = (await tx.query<{ orderId: string }>(openOrders)).map(({ orderId }) => orderId);
  const foreseen: Foreseen[] = [];
  for (let from = 0; from < ids.length; from += ordersPerBatchMax) {
    const orderIds = ids.slice(from, from + ordersPerBatchMax);
    const scored = await computeScores(tx, { orderIds, asOfMs: asOf.getTime() });
    const [first] = scored;
    if (first === undefined) continue;
    const terms = await readTerms(tx, first.history.buyerId);
    const itemIds = scored.flatMap(({ lines }) => lines.map(({ line }) => line.itemId));
    const others = await tx.query<Alternative>(alternatives, [itemIds, asOf]);
    for (const one of scored) {
      const { content } = termsInForce(terms, one.history);
      foreseen.push(...foreseenOf(one, { asOfMs: asOf.getTime(), shares, content, others }));
    }
  }
  return foreseen;
}

/**
 * Foretells the acting buyer's open lines from what became of its earlier ones, and stores it for both parties; who else
 * could deliver is for the buyer alone. The same facts at the same moment store the same again.
 */
export async function foretell(context: Context): Promise<number> {
  const asOf = context.clock.now();
  return context.db.transaction(async (tx) => {
    const past = await tx.query<PastRow>(pastLines);
    const history = riskHistory(past.map((row) => row.past));
    const lines = await readOpenLines(tx, asOf, lossShares(past));
    await tx.query(`delete from order_line_risks where org_id = (select current_setting('app.org')::uuid)`);
    await tx.query(`delete from order_line_alternatives`);
    if (lines.length === 0) return 0;
    const currency = lines[0]?.currency ?? '';
    const byId = new Map(lines.map((line) => [line.open.lineId, line]));
    const risksOf = (offers: (line: Foreseen) => readonly ActionOffer[]) =>
      preMortem(
        lines.map(({ open }) => open),
        { history, offers: lines.flatMap(offers), currency },
      ).map((risk) => rowOf(risk, byId.get(risk.lineId) as Foreseen));
    await tx.query(insertRisks, [JSON.stringify(risksOf(({ offers }) => offers)), asOf]);
    const own = risksOf((line) => [...line.offers, ...line.alternatives]);
    const withOthers = own.filter(({ alternatives: others }) => others.length > 0);
    if (withOthers.length > 0) await tx.query(insertOwn, [JSON.stringify(withOthers)]);
    return lines.length;
  });
}
