import type { ExposedMeasure, HistoryColumn, PlanColumn } from '@coplan/collaboration';
import { measuresOfColumn } from '@coplan/collaboration';
import type { Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';

export type OpenRule = {
  ownerId: string;
  measure: string;
  place: 'location' | 'all-locations';
  item: 'item' | 'category';
  bucketDays: number;
  latencyHours: number;
  depthDays: number;
};

const findRules = `
select owner_id as "ownerId", measure, place, item, bucket_days as "bucketDays", latency_hours as "latencyHours",
  depth_days as "depthDays"
from sharing_rules where agreement_id = $1 and closed_at is null`;

/** What each side lets the other see, at a grain at which cells can be compared. */
export type OpenMeasures = {
  ruleOf(exposed: ExposedMeasure): OpenRule | undefined;
  /** Why a column is not for both; null: it is. */
  whyClosed(column: PlanColumn | HistoryColumn): string | null;
};

export async function readOpenMeasures(
  tx: Transaction,
  { agreementId, buyerId }: AgreementInForce,
  bucketDays: number,
): Promise<OpenMeasures> {
  const rules = await tx.query<OpenRule>(findRules, [agreementId]);
  const byKey = new Map(
    rules.map((rule) => [`${rule.ownerId === buyerId ? 'buyer' : 'seller'} ${rule.measure}`, rule]),
  );
  const ruleOf = ({ owner, measure }: ExposedMeasure): OpenRule | undefined =>
    byKey.get(`${owner} ${measure}`);
  return {
    ruleOf,
    whyClosed(column) {
      for (const exposed of measuresOfColumn(column)) {
        const rule = ruleOf(exposed);
        const owner = exposed.owner === 'buyer' ? 'The buyer' : 'The seller';
        const measure = exposed.measure.replaceAll('-', ' ');
        if (rule === undefined) return `${owner} does not share ${measure}`;
        if (rule.place !== 'location' || rule.item !== 'item' || rule.bucketDays > bucketDays) {
          return `${owner} shares ${measure} only in sums, which cannot be compared cell by cell`;
        }
      }
      return null;
    },
  };
}
