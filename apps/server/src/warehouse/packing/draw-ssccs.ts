import { makeSscc } from '@coplan/fulfillment';
import type { Transaction } from '../../platform/index.ts';
import { noSsccRange } from '../warehouse.errors.ts';

export type DrawnSscc = { sscc: string; serial: number };

/**
 * So many new SSCCs of the organisation's range. The range is locked until the commit, and what is rolled back is drawn
 * again: no number comes twice and none is left out, whoever draws at the same moment. Throws `DomainError` where there
 * is no range, and where it is used up.
 */
export async function drawSsccs(tx: Transaction, count: number): Promise<DrawnSscc[]> {
  const [range] = await tx.query<{ companyPrefix: string; extensionDigit: number; first: number }>(
    `update sscc_ranges set next_serial = next_serial + $1
     where org_id = (select current_setting('app.org')::uuid)
     returning company_prefix as "companyPrefix", extension_digit as "extensionDigit",
       (next_serial - $1)::float8 as first`,
    [count],
  );
  if (range === undefined) throw noSsccRange();
  return Array.from({ length: count }, (_, index) => {
    const serial = range.first + index;
    return { sscc: makeSscc(range, serial), serial };
  });
}
