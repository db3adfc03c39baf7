import type { LocalDate } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';
import { standardTerms, type TermsContent } from './terms-content.ts';

export type StoredTerms = {
  termsId: string;
  supplierId: string | null;
  validFrom: LocalDate;
  number: number;
  content: TermsContent;
  recordedAt: string;
  recordedBy: string;
};

export type TermsInForce = { rulesVersion: string; content: TermsContent };

const listing = `
select id as "termsId", supplier_id as "supplierId", valid_from::text as "validFrom", told_number::integer as number,
  jsonb_build_object('datedBy', 'receipt') || content as content, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt",
  recorded_by as "recordedBy"
from performance_terms where org_id = $1 order by valid_from, told_number`;

/** The versions of a buyer's terms that the acting organisation may see, oldest first. */
export const readTerms = (source: Database | Transaction, buyerId: string): Promise<StoredTerms[]> =>
  rowsOf<StoredTerms>(source, listing, [buyerId]);

/**
 * The terms for an order: the supplier's own of the day on which it was ordered, else those of all suppliers, else the
 * standard. Of two from one day the one that was told last.
 */
export function termsInForce(
  all: readonly StoredTerms[],
  { supplierId, orderedOn }: { supplierId: string; orderedOn: string },
): TermsInForce {
  const begun = all.filter(({ validFrom }) => validFrom <= orderedOn);
  const found =
    begun.findLast((terms) => terms.supplierId === supplierId) ??
    begun.findLast((terms) => terms.supplierId === null);
  return found === undefined
    ? { rulesVersion: 'standard-1', content: standardTerms }
    : { rulesVersion: `${found.validFrom} no. ${found.number}`, content: found.content };
}
