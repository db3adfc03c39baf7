import type { OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../platform/index.ts';
import { notTrading, tolerancesChanged, toleranceTwice } from './orders.errors.ts';
import { tolerancesNews } from './orders.events.ts';
import { readTolerances, type Tolerances } from './tolerances.ts';

const daysMax = 60;

export const setTolerancesInput = z.object({
  tolerances: z
    .array(
      z.object({
        supplierId: z
          .uuid()
          .transform((id) => id as OrganisationId)
          .nullable(),
        earlyDays: z.int().min(0).max(daysMax),
        lateDays: z.int().min(0).max(daysMax),
        /** How much may be missing: 0.05 is five of a hundred. */
        shortRatio: z.number().min(0).max(1),
        /** How much more than ordered may be shipped and billed; absent: as it is set now, at first nothing. */
        overRatio: z.number().min(0).max(1).optional(),
        /** How far an invoice's price may lie above the agreed one; absent: as it is set now, at first not at all. */
        priceRatio: z.number().min(0).max(1).optional(),
        /** So many days before delivery a change needs the supplier's word; absent: as set now, at first none. */
        freezeDays: z.int().min(0).max(daysMax).optional(),
      }),
    )
    .max(1_000),
  expectedVersion: z.int().min(0),
});
type Input = z.output<typeof setTolerancesInput>;

async function refuseStrangers(tx: Transaction, tolerances: Input['tolerances']): Promise<void> {
  const named = tolerances.flatMap(({ supplierId }) => supplierId ?? []);
  const [stranger] = await tx.query<{ id: string }>(
    `select id from unnest($1::uuid[]) as named(id) where not exists (select 1 from trading_relations
       where buyer_id = (select current_setting('app.org')::uuid) and partner_id = named.id and kind = 'supplier') limit 1`,
    [named],
  );
  if (stranger !== undefined) throw notTrading(stranger.id);
}

async function takeVersion(tx: Transaction, organisationId: string, expectedVersion: number): Promise<void> {
  await tx.query('insert into tolerance_versions (org_id) values ($1) on conflict do nothing', [
    organisationId,
  ]);
  const [present] = await tx.query<{ version: number }>(
    'select version from tolerance_versions where org_id = $1 for update',
    [organisationId],
  );
  const version = present?.version ?? 0;
  if (version !== expectedVersion) throw tolerancesChanged({ expectedVersion, version });
  await tx.query('update tolerance_versions set version = version + 1 where org_id = $1', [organisationId]);
}

/** What a caller that knows fewer tolerances leaves as it is. */
function keptOf({ tolerances }: Tolerances, { supplierId }: Input['tolerances'][number]) {
  const known = tolerances.find((tolerance) => tolerance.supplierId === supplierId);
  const { overRatio = 0, priceRatio = 0, freezeDays = 0 } = known ?? {};
  return { overRatio, priceRatio, freezeDays };
}

/** Replaces all tolerances; orders that are placed already keep theirs. Throws `DomainError` when outdated. */
export function setTolerances(
  { db, actor, newId }: Context,
  { tolerances, expectedVersion }: Input,
): Promise<Tolerances> {
  const { organisationId } = actor;
  if (new Set(tolerances.map(({ supplierId }) => supplierId)).size < tolerances.length)
    throw toleranceTwice();
  return db.transaction(async (tx) => {
    await takeVersion(tx, organisationId, expectedVersion);
    await refuseStrangers(tx, tolerances);
    const before = await readTolerances(tx);
    await tx.query(
      `delete from confirmation_tolerances where org_id = (select current_setting('app.org')::uuid)`,
    );
    await tx.query(
      `insert into confirmation_tolerances (id, org_id, supplier_id, early_days, late_days, short_ratio, over_ratio,
         price_ratio, freeze_days)
       select id, (select current_setting('app.org')::uuid), "supplierId", "earlyDays", "lateDays", "shortRatio",
         "overRatio", "priceRatio", "freezeDays"
       from jsonb_to_recordset($1::jsonb) as row(id uuid, "supplierId" uuid, "earlyDays" integer,
         "lateDays" integer, "shortRatio" real, "overRatio" real, "priceRatio" real, "freezeDays" integer)`,
      [JSON.stringify(tolerances.map((given) => ({ ...keptOf(before, given), ...given, id: newId() })))],
    );
    const after = await readTolerances(tx);
    await tx.audit({
      command: 'orders.set-tolerances',
      subject: { kind: 'tolerances', id: organisationId },
      before: { tolerances: before.tolerances },
      after: { tolerances: after.tolerances },
    });
    await tx.publish(tolerancesNews(organisationId));
    return after;
  });
}
