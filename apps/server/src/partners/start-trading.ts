import type { OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { notABuyer, organisationNotFound } from './partners.errors.ts';
import { tradingStarted } from './partners.events.ts';

export const channels = ['edi', 'portal'] as const;
export type Channel = (typeof channels)[number];

export const startTradingInput = z.object({
  partnerId: z.uuid().transform((id) => id as OrganisationId),
  kind: z.enum(['supplier', 'carrier']),
  channel: z.enum(channels),
  /** The number under which the buyer keeps this partner. */
  partnerNumber: z.string().trim().min(1).max(40),
});
type Input = z.output<typeof startTradingInput>;

/** A buyer begins to trade with a supplier or carrier, or changes how they talk. Doing it twice changes nothing. */
export async function startTrading(
  { db, actor, newId }: Context,
  input: Input,
): Promise<{ relationId: string }> {
  const buyerId = actor.organisationId;
  return db.transaction(async (tx) => {
    const [own] = await tx.query<{ kind: string }>('select kind from organisations where id = $1', [buyerId]);
    if (own === undefined) throw organisationNotFound(buyerId);
    if (own.kind !== 'buyer') throw notABuyer(buyerId);
    const [relation] = await tx.query<{ id: string; is_new: boolean }>(
      `insert into trading_relations (id, buyer_id, partner_id, kind, channel, partner_number)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (buyer_id, partner_id, kind) do update
         set channel = excluded.channel, partner_number = excluded.partner_number, state = 'active'
       returning id, (xmax = 0) as is_new`,
      [newId(), buyerId, input.partnerId, input.kind, input.channel, input.partnerNumber],
    );
    const relationId = relation?.id ?? '';
    if (relation?.is_new === true) {
      await tx.publish(tradingStarted({ relationId, buyerId, partnerId: input.partnerId }));
      await tx.audit({
        command: 'partners.start-trading',
        subject: { kind: 'trading-relation', id: relationId },
        after: { ...input },
      });
    }
    return { relationId };
  });
}
