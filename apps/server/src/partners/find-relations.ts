import type { OrganisationId } from '@coplan/kernel';
import { type Database, rowsOf, type Transaction } from './rows.ts';
import type { Channel } from './start-trading.ts';

export type TradingRelation = {
  relationId: string;
  buyerId: OrganisationId;
  partnerId: OrganisationId;
  partnerName: string;
  kind: 'supplier' | 'carrier';
  channel: Channel;
  partnerNumber: string;
};

/** Every active relation in which the context's organisation is the buyer; at most some hundreds. */
export const findRelations = (source: Database | Transaction): Promise<TradingRelation[]> =>
  rowsOf<TradingRelation>(
    source,
    `select relation.id as "relationId", relation.buyer_id as "buyerId", relation.partner_id as "partnerId",
       partner.name as "partnerName", relation.kind, relation.channel, relation.partner_number as "partnerNumber"
     from trading_relations relation join organisations partner on partner.id = relation.partner_id
     where relation.buyer_id = (select current_setting('app.org')::uuid) and relation.state = 'active'
     order by partner.name, relation.id`,
    [],
  );

export type OrganisationCard = {
  organisationId: OrganisationId;
  name: string;
  kind: 'buyer' | 'supplier' | 'carrier';
  gln: string | null;
  currency: string;
  timeZone: string;
};

/** Organisations by id, as far as the context's organisation may see them. */
export const findOrganisations = (
  source: Database | Transaction,
  organisationIds: readonly OrganisationId[],
): Promise<OrganisationCard[]> =>
  rowsOf<OrganisationCard>(
    source,
    `select id as "organisationId", name, kind, gln, currency, time_zone as "timeZone"
     from organisations where id = any ($1::uuid[]) order by name`,
    [organisationIds],
  );
