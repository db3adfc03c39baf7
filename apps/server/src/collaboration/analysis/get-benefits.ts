import { type Benefit, findMetricDefinition, measureBenefits } from '@coplan/collaboration';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { findAgreementInForce } from '../plans/index.ts';
import { addSums, noSums, valueOfSums } from './metric-result-rows.ts';

export const getBenefitsInput = z.object({
  agreementId: z.uuid(),
  /** Newest buckets that "now" is made of. */
  periodCount: z.int().min(1).max(52).default(13),
});

export type Benefits = {
  agreementId: string;
  activatedOn: string | null;
  baselineTakenAt: string | null;
  benefits: Benefit[];
};

type Baseline = {
  code: string;
  numerator: number;
  denominator: number;
  n: number;
  takenAt: string;
};

const readBaselines = `
select metric_code as code, numerator, denominator, observation_count as n,
  to_char(taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "takenAt"
from agreement_baselines where agreement_id = $1 order by taken_at, metric_code`;

type Now = { code: string; numerator: number; denominator: number; n: number };

const readNow = `
select metric_code as code, coalesce(agreed_numerator, numerator) as numerator,
  coalesce(agreed_denominator, denominator) as denominator, coalesce(agreed_n, n) as n
from metric_results where agreement_id = $1 and party in ('buyer', 'both') and starts_on >= (
  select min(bucket.starts_on) from (
    select distinct starts_on from metric_results where agreement_id = $1 order by starts_on desc limit $2) bucket)`;

const observed = (code: string, sums: { numerator: number; denominator: number; n: number }) => ({
  code,
  definitionVersion: findMetricDefinition(code)?.definitionVersion ?? 1,
  value: valueOfSums(code, sums).value,
  n: sums.n,
});

/** What has changed since the agreement was activated, where both numbers are known and made by one definition. */
export async function getBenefits(
  { db }: Context,
  { agreementId, periodCount }: z.output<typeof getBenefitsInput>,
): Promise<Benefits> {
  const agreement = await findAgreementInForce(db, agreementId);
  const baselines = await db.read<Baseline>(readBaselines, [agreementId]);
  const rows = await db.read<Now>(readNow, [agreementId, periodCount]);
  const codes = [...new Set([...baselines, ...rows].map(({ code }) => code))].sort();
  const now = codes.map((code) =>
    observed(
      code,
      rows
        .filter((row) => row.code === code)
        .reduce(
          (sum, { numerator, denominator, n }) => addSums(sum, { numerator, denominator, n, excluded: {} }),
          noSums,
        ),
    ),
  );
  const before = baselines.map((baseline) => observed(baseline.code, baseline));
  const [activated] = await db.read<{ activatedOn: string | null }>(
    `select ((activated_at at time zone $2)::date)::text as "activatedOn" from agreements where id = $1`,
    [agreementId, agreement.content.calendar.timeZone],
  );
  return {
    agreementId,
    activatedOn: activated?.activatedOn ?? null,
    baselineTakenAt: baselines[0]?.takenAt ?? null,
    benefits: measureBenefits(before, now),
  };
}
