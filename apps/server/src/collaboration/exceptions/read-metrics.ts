import { type EvaluationMetric, findMetricDefinition } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import type { Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';

type Sums = { metricCode: string; party: string; numerator: number; denominator: number; n: number };

/** A quarter of weeks, as scored or, where a dispute was decided, as agreed. Both sides read the numbers. */
const findSums = `
select result.metric_code as "metricCode", result.party,
  sum(coalesce(result.agreed_numerator, result.numerator))::float8 as numerator,
  sum(coalesce(result.agreed_denominator, result.denominator))::float8 as denominator,
  sum(coalesce(result.agreed_n, result.n))::integer as n
from metric_results result
where result.buyer_id = $1 and result.agreement_id = $2 and result.metric_code = any ($3)
  and result.starts_on >= $4::date and result.ends_before <= $5::date
group by result.metric_code, result.party order by result.metric_code, result.party`;

/** What was ordered in that time, at today's prices: what a missed metric puts at stake. */
const findOrdered = `
select coalesce(round(sum(used.quantity_milli * terms.unit_price_micros::numeric / 10000000)), 0)::float8 as "orderedMinor"
from order_consumption used
  join supplier_terms terms on terms.org_id = used.buyer_id and terms.supplier_id = used.supplier_id
    and terms.item_id = used.item_id and terms.valid_from <= $4::date
    and (terms.valid_before is null or terms.valid_before > $4::date) and terms.currency = $5
where used.buyer_id = $1 and used.agreement_id = $2 and used.cancelled_at is null and used.placed_at >= $3::date`;

function resultOf({ metricCode, numerator, denominator, n }: Sums): number | null {
  const definition = findMetricDefinition(metricCode);
  if (definition === undefined || n < definition.observationsMin) return null;
  const finished = definition.finish?.({ numerator, denominator, n });
  const value = finished === undefined ? numerator / denominator : finished.value;
  return Number.isFinite(value) ? value : null;
}

/** Of several parties the worse one counts: it is its number that has to be looked at. */
function isWorse(metricCode: string, left: number, right: number): boolean {
  const direction = findMetricDefinition(metricCode)?.direction;
  if (direction === 'lower-is-better') return left > right;
  return direction === 'near-zero' ? Math.abs(left) > Math.abs(right) : left < right;
}

/** Results of the scorecard that the criteria name, over the last quarter of weeks. */
export async function readMetrics(
  tx: Transaction,
  { agreement, from, before }: { agreement: AgreementInForce; from: LocalDate; before: LocalDate },
): Promise<EvaluationMetric[]> {
  const { buyerId, agreementId, content } = agreement;
  const codes = content.criteria.flatMap((each) => (each.kind === 'metric' ? [each.metricCode] : []));
  if (codes.length === 0) return [];
  const [sums, [ordered]] = await Promise.all([
    tx.query<Sums>(findSums, [buyerId, agreementId, codes, from, before]),
    tx.query<{ orderedMinor: number }>(findOrdered, [
      buyerId,
      agreementId,
      from,
      before,
      content.units.currency,
    ]),
  ]);
  const worst = new Map<string, EvaluationMetric>();
  for (const sum of sums) {
    const result = resultOf(sum);
    const known = worst.get(sum.metricCode)?.result ?? null;
    if (result === null || (known !== null && !isWorse(sum.metricCode, result, known))) continue;
    const { metricCode, n: observationCount } = sum;
    worst.set(metricCode, {
      metricCode,
      result,
      observationCount,
      exposureMinor: ordered?.orderedMinor ?? 0,
    });
  }
  return [...worst.values()];
}
