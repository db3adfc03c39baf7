import type { LineRisk } from '@coplan/collaboration';
import { z } from 'zod';
import { likeText } from '../partners/index.ts';
import type { Context } from '../platform/index.ts';

export const listRisksInput = z.object({
  partnerId: z.uuid().optional(),
  search: z.string().max(100).optional(),
  /** How many rows are known already. */
  cursor: z.int().min(0).max(10_000).default(0),
  limit: z.int().min(1).max(200).default(50),
});

export type RiskRow = {
  orderLineId: string;
  orderId: string;
  poNumber: string;
  lineNumber: string;
  itemNumber: string;
  description: string;
  partnerName: string;
  shipToName: string;
  dueOn: string | null;
  valueMinor: number;
  currency: string;
  risk: LineRisk;
};

const listing = `
select risk.order_line_id as "orderLineId", risk.order_id as "orderId", line.po_number as "poNumber",
  line.line_number as "lineNumber", line.item_number as "itemNumber", line.description, partner.name as "partnerName",
  line.ship_to_name as "shipToName", line.due_on::text as "dueOn", line.value_minor::float8 as "valueMinor",
  line.currency, coalesce(own.risk, risk.risk) as risk
from order_line_risks risk
  join perfect_order_lines line on line.org_id = risk.org_id and line.order_line_id = risk.order_line_id
  join organisations partner on partner.id = case when risk.org_id = $1 then risk.supplier_id else risk.org_id end
  left join order_line_alternatives own on own.org_id = risk.org_id and own.order_line_id = risk.order_line_id
where (risk.org_id = $1 or risk.supplier_id = $1) and ($2::uuid is null or risk.org_id = $2 or risk.supplier_id = $2)
  and ($3::text is null or lower(line.po_number || ' ' || line.item_number || ' ' || line.description || ' '
    || partner.name) like '%' || $3 || '%')
order by coalesce(own.saves_minor, risk.saves_minor) desc, risk.expected_loss_minor desc, risk.order_line_id
limit $5 offset $4`;

const totals = `
select count(*)::integer as "lineCount", coalesce(sum(risk.expected_loss_minor), 0)::float8 as "expectedLossMinor",
  coalesce(sum(risk.fails_micros), 0)::float8 / 1e6 as "expectedFailures", max(risk.as_of)::text as "asOf"
from order_line_risks risk
  join perfect_order_lines line on line.org_id = risk.org_id and line.order_line_id = risk.order_line_id
  join organisations partner on partner.id = case when risk.org_id = $1 then risk.supplier_id else risk.org_id end
where (risk.org_id = $1 or risk.supplier_id = $1) and ($2::uuid is null or risk.org_id = $2 or risk.supplier_id = $2)
  and ($3::text is null or lower(line.po_number || ' ' || line.item_number || ' ' || line.description || ' '
    || partner.name) like '%' || $3 || '%')`;

export type RiskTotals = {
  lineCount: number;
  /** Sum of the lines' chances to fail. */
  expectedFailures: number;
  expectedLossMinor: number;
  asOf: string | null;
};

/** Open lines with what may become of them, where an action saves most first; both parties see the same chances. */
export async function listRisks(
  { db, actor }: Context,
  { partnerId, search, cursor, limit }: z.output<typeof listRisksInput>,
): Promise<{ rows: RiskRow[]; totals: RiskTotals; nextCursor: number | null }> {
  const whose = [actor.organisationId, partnerId ?? null, search === undefined ? null : likeText(search)];
  const [rows, [sums]] = await Promise.all([
    db.read<RiskRow>(listing, [...whose, cursor, limit + 1]),
    db.read<RiskTotals>(totals, whose),
  ]);
  return {
    rows: rows.slice(0, limit),
    totals: sums ?? { lineCount: 0, expectedFailures: 0, expectedLossMinor: 0, asOf: null },
    nextCursor: rows.length > limit ? cursor + limit : null,
  };
}
