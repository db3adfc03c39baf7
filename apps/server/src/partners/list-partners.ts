import type { OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import type { Channel } from './start-trading.ts';

export const listPartnersInput = z.object({
  kind: z.enum(['supplier', 'carrier', 'buyer']).optional(),
  search: z.string().max(100).optional(),
  cursor: z
    .string()
    .max(300)
    .regex(/^[0-9a-f-]{36}:/, 'a cursor comes from the page before')
    .optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type PartnerRow = {
  partnerId: OrganisationId;
  name: string;
  /** What the partner is to us. */
  kind: 'supplier' | 'carrier' | 'buyer';
  gln: string | null;
  currency: string;
  timeZone: string;
  channel: Channel;
  partnerNumber: string;
  state: 'active' | 'ended';
};

/** A page of those the organisation trades with, by name; a supplier or carrier sees its buyers. */
export async function listPartners(
  { db }: Context,
  input: z.output<typeof listPartnersInput>,
): Promise<{ rows: PartnerRow[]; nextCursor: string | null }> {
  const after = input.cursor === undefined ? undefined : readCursor(input.cursor);
  const rows = await db.read<PartnerRow>(
    `with me as (select current_setting('app.org')::uuid as id), related as (
       select partner.id as "partnerId", partner.name,
         case when relation.partner_id = me.id then 'buyer' else relation.kind end as kind,
         partner.gln, partner.currency, partner.time_zone as "timeZone", relation.channel,
         relation.partner_number as "partnerNumber", relation.state
       from me
       join trading_relations relation on me.id in (relation.buyer_id, relation.partner_id)
       join organisations partner
         on partner.id = case when relation.buyer_id = me.id then relation.partner_id else relation.buyer_id end)
     select * from related
     where ($1::text is null or kind = $1)
       and ($2::text is null or lower(name) like '%' || $2 || '%' or lower("partnerNumber") like $2 || '%')
       and ($3::uuid is null or (name, "partnerId") > ($4, $3))
     order by name, "partnerId" limit $5`,
    [
      input.kind ?? null,
      input.search === undefined ? null : likeText(input.search),
      after?.partnerId ?? null,
      after?.name ?? null,
      input.limit + 1,
    ],
  );
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const hasMore = rows.length > input.limit && last !== undefined;
  return { rows: page, nextCursor: hasMore ? `${last.partnerId}:${last.name}` : null };
}

const readCursor = (cursor: string) => ({ partnerId: cursor.slice(0, 36), name: cursor.slice(37) });

/** Search text as a part of a LIKE pattern: lower case, its own wildcards taken literally. */
export const likeText = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&');
