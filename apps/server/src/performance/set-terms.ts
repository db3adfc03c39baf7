import { type LocalDate, localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { notASupplier, termsBeginToday } from './performance.errors.ts';
import { termsNews } from './performance.events.ts';
import { termsContent } from './terms-content.ts';

export const setTermsInput = z.object({
  /** null: all suppliers that have no terms of their own. */
  supplierId: z.uuid().nullable(),
  /** Orders placed from this day on are judged by them; orders before keep theirs. */
  validFrom: z.iso.date().transform((date) => date as LocalDate),
  content: termsContent,
});

const ownZone = `
select time_zone as "timeZone" from organisations where id = (select current_setting('app.org')::uuid)`;
const isSupplier = `
select 1 from trading_relations where buyer_id = (select current_setting('app.org')::uuid) and partner_id = $1
  and kind = 'supplier'`;
const insert = `
insert into performance_terms (id, org_id, supplier_id, valid_from, content, recorded_at, recorded_by)
values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5, $6)`;

/** Adds a version of the terms by which lines are judged; no version is ever changed, and none reaches back. */
export async function setTerms(
  { db, actor, clock, newId }: Context,
  { supplierId, validFrom, content }: z.output<typeof setTermsInput>,
): Promise<{ termsId: string }> {
  return db.transaction(async (tx) => {
    const [own] = await tx.query<{ timeZone: string }>(ownZone);
    const today = localDateAt(clock.now(), own?.timeZone ?? 'UTC');
    if (validFrom < today) throw termsBeginToday({ validFrom, today });
    if (supplierId !== null && (await tx.query(isSupplier, [supplierId])).length === 0)
      throw notASupplier(supplierId);
    const termsId = newId();
    const values = [termsId, supplierId, validFrom, JSON.stringify(content), clock.now(), actor.name];
    await tx.query(insert, values);
    await tx.audit({
      command: 'performance.set-terms',
      subject: { kind: 'performance-terms', id: termsId },
      after: { supplierId, validFrom, content },
    });
    await tx.publish(termsNews({ buyerId: actor.organisationId, supplierId }));
    return { termsId };
  });
}
