import { type LocalDate, localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { notABuyer } from './performance.errors.ts';
import { readTerms, type StoredTerms } from './read-terms.ts';
import { standardTerms, type TermsContent } from './terms-content.ts';

export const getTermsOfBuyerInput = z.object({ buyerId: z.uuid() });

export type TermsView = {
  /** Whose money costs and actions are in. */
  currency: string;
  /** Of the buyer: the day on which an order that is placed now is ordered. */
  today: LocalDate;
  /** Oldest first. */
  versions: StoredTerms[];
  /** What counts without any. */
  standard: TermsContent;
};

type Buyer = { currency: string; timeZone: string };
const ownFacts = `
select currency, time_zone as "timeZone" from organisations where id = (select current_setting('app.org')::uuid)`;
const buyerFacts = `
select buyer.currency, buyer.time_zone as "timeZone" from organisations buyer
  join trading_relations relation on relation.buyer_id = buyer.id and relation.kind = 'supplier'
where buyer.id = $1 and relation.partner_id = (select current_setting('app.org')::uuid)`;

/** The terms of the acting buyer: every version, of each supplier and of all. */
export async function getTerms({ db, actor, clock }: Context): Promise<TermsView> {
  const [own] = await db.read<Buyer>(ownFacts);
  return {
    currency: own?.currency ?? 'EUR',
    today: localDateAt(clock.now(), own?.timeZone ?? 'UTC'),
    versions: await readTerms(db, actor.organisationId),
    standard: standardTerms,
  };
}

/**
 * The terms by which a buyer judges the acting supplier: those agreed with it and those of all suppliers, never another
 * supplier's. Throws `DomainError` (not found) for a buyer that the supplier does not trade with.
 */
export async function getTermsOfBuyer(
  { db, actor, clock }: Context,
  { buyerId }: z.output<typeof getTermsOfBuyerInput>,
): Promise<TermsView> {
  const [buyer] = await db.read<Buyer>(buyerFacts, [buyerId]);
  if (buyer === undefined) throw notABuyer(buyerId);
  const versions = await readTerms(db, buyerId);
  return {
    currency: buyer.currency,
    today: localDateAt(clock.now(), buyer.timeZone),
    versions: versions.filter(({ supplierId }) => supplierId === null || supplierId === actor.organisationId),
    standard: standardTerms,
  };
}
