import type { ItemId, LocalDate, OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import { rowsOf } from '../../partners/index.ts';
import { breaks, type Context, type Database, type Transaction } from '../../platform/index.ts';
import { contractNotFound, contractOverlaps, notTrading, tiersInvalid } from '../orders.errors.ts';
import { type PriceTier, tierPrice } from './contract-price.ts';

const day = z.iso.date().transform((text) => text as LocalDate);

export const agreeContractInput = z.object({
  supplierId: z.uuid().transform((id) => id as OrganisationId),
  contractNumber: z.string().trim().min(1).max(40),
  itemId: z.uuid(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  validFrom: day,
  /** The first day on which it no longer holds; absent: until it is ended. */
  validBefore: day.optional(),
  tiers: z
    .array(
      z.object({
        fromMilli: z.int().nonnegative().max(100_000_000_000),
        unitPriceMicros: z.int().nonnegative().max(100_000_000_000),
      }),
    )
    .min(1)
    .max(20),
});

export const endContractInput = z.object({ contractId: z.uuid(), validBefore: day });

function refuseTiers(tiers: readonly PriceTier[]): void {
  const isAscending = tiers.every(
    (tier, index) => index === 0 || tier.fromMilli > (tiers[index - 1]?.fromMilli ?? 0),
  );
  if (tiers[0]?.fromMilli !== 0 || !isAscending) throw tiersInvalid();
}

const isOverlap = (error: unknown): boolean => breaks(error, 'one_contract_at_a_time');

/** Prices agreed with a supplier for an item, for a time and by quantity; orders placed from then on keep them. */
export function agreeContract(
  context: Context,
  input: z.output<typeof agreeContractInput>,
): Promise<{ contractId: string }> {
  const { supplierId, contractNumber, itemId, currency, validFrom, validBefore, tiers } = input;
  refuseTiers(tiers);
  return context.db.transaction(async (tx) => {
    const [relation] = await tx.query(
      `select 1 from trading_relations where buyer_id = $1 and partner_id = $2 and kind = 'supplier'`,
      [context.actor.organisationId, supplierId],
    );
    if (relation === undefined) throw notTrading(supplierId);
    const [item] = await tx.query('select 1 from items where id = $1 and org_id = $2', [
      itemId,
      context.actor.organisationId,
    ]);
    if (item === undefined) throw contractNotFound(itemId);
    const contractId = context.newId();
    try {
      await tx.query(
        `insert into price_contracts (id, org_id, supplier_id, contract_number, item_id, currency, valid_from,
           valid_before, tiers, recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          contractId,
          context.actor.organisationId,
          supplierId,
          contractNumber,
          itemId,
          currency,
          validFrom,
          validBefore ?? null,
          JSON.stringify(tiers),
          context.clock.now(),
          context.actor.name,
        ],
      );
    } catch (error) {
      if (isOverlap(error)) throw contractOverlaps({ contractNumber, validFrom });
      throw error;
    }
    await tx.audit({
      command: 'orders.agree-contract',
      subject: { kind: 'contract', id: contractId },
      after: { contractNumber, itemId, validFrom, validBefore: validBefore ?? null },
    });
    return { contractId };
  });
}

/** A contract ends; what was ordered under it keeps its price. */
export function endContract(
  { db, actor }: Context,
  { contractId, validBefore }: z.output<typeof endContractInput>,
): Promise<{ validBefore: LocalDate }> {
  return db.transaction(async (tx) => {
    const ended = await tx.query(
      `update price_contracts set valid_before = $3
       where id = $1 and org_id = $2 and valid_from < $3 and (valid_before is null or valid_before > $3) returning 1`,
      [contractId, actor.organisationId, validBefore],
    );
    if (ended.length === 0) throw contractNotFound(contractId);
    await tx.audit({
      command: 'orders.end-contract',
      subject: { kind: 'contract', id: contractId },
      after: { validBefore },
    });
    return { validBefore };
  });
}

export const listContractsInput = z.object({
  supplierId: z.uuid().optional(),
  /** Only those that hold on this day. */
  on: day.optional(),
  limit: z.int().min(1).max(500).default(200),
});

export type ContractRow = {
  contractId: string;
  contractNumber: string;
  supplierId: OrganisationId;
  supplierName: string;
  buyerName: string;
  itemId: ItemId;
  itemNumber: string;
  description: string;
  currency: string;
  validFrom: LocalDate;
  validBefore: LocalDate | null;
  tiers: PriceTier[];
};

/** Contracts of either party, by supplier and item. */
export const listContracts = async (
  { db, actor }: Context,
  { supplierId, on, limit }: z.output<typeof listContractsInput>,
): Promise<{ rows: ContractRow[] }> => ({
  rows: await db.read<ContractRow>(
    `select contract.id as "contractId", contract_number as "contractNumber", contract.supplier_id as "supplierId",
       supplier.name as "supplierName", buyer.name as "buyerName", contract.item_id as "itemId",
       item.item_number as "itemNumber", item.description, contract.currency, valid_from as "validFrom",
       valid_before as "validBefore", tiers
     from price_contracts contract
       join organisations supplier on supplier.id = contract.supplier_id
       join organisations buyer on buyer.id = contract.org_id
       join items item on item.org_id = contract.org_id and item.id = contract.item_id
     where (contract.org_id = $1 or contract.supplier_id = $1) and ($2::uuid is null or contract.supplier_id = $2)
       and ($3::date is null or (valid_from <= $3 and (valid_before is null or valid_before > $3)))
     order by supplier.name, item.item_number, valid_from desc limit $4`,
    [actor.organisationId, supplierId ?? null, on ?? null, limit],
  ),
});

type Wanted = { itemId: string; quantityMilli: number };

/** The contract's price for each line on that day, in millionths; null where there is no contract. */
export async function findContractPrices(
  source: Database | Transaction,
  about: { supplierId: string; currency: string; on: LocalDate; lines: readonly Wanted[] },
): Promise<(number | null)[]> {
  const contracts = await rowsOf<{ itemId: string; tiers: PriceTier[] }>(
    source,
    `select item_id as "itemId", tiers from price_contracts
     where org_id = (select current_setting('app.org')::uuid) and supplier_id = $1 and currency = $2
       and item_id = any ($4::uuid[]) and valid_from <= $3::date and (valid_before is null or valid_before > $3::date)`,
    [about.supplierId, about.currency, about.on, about.lines.map(({ itemId }) => itemId)],
  );
  return about.lines.map(({ itemId, quantityMilli }) => {
    const contract = contracts.find((one) => one.itemId === itemId);
    return contract === undefined ? null : tierPrice(contract.tiers, quantityMilli);
  });
}
