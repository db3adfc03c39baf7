import { z } from 'zod';
import type { Context, Role, Transaction } from '../../platform/index.ts';
import { holdRulesChanged } from '../orders.errors.ts';

export const holdKinds = ['credit', 'price', 'compliance', 'duplicate', 'other'] as const;
export type HoldKind = (typeof holdKinds)[number];

/** Who may let an order go on. */
export const releasedBy: Readonly<Record<HoldKind, readonly Role[]>> = {
  credit: ['approver'],
  price: ['buyer', 'approver'],
  compliance: ['admin'],
  duplicate: ['buyer', 'approver'],
  other: ['buyer', 'approver'],
};

export const setHoldRulesInput = z.object({
  /** Orders above this sum, in hundredths, are held; null: none. */
  creditMinor: z.int().positive().max(100_000_000_000).nullable(),
  /** Lines so much above the contract's price hold their order: 0.05 is five of a hundred; null: none. */
  priceRatio: z.number().min(0).max(10).nullable(),
  /** The same goods for the same place and day, ordered again within so many days; null: not looked at. */
  duplicateDays: z.int().min(1).max(365).nullable(),
  expectedVersion: z.int().min(0),
});

export type HoldRules = {
  creditMinor: number | null;
  priceRatio: number | null;
  duplicateDays: number | null;
  /** 0 before they are set the first time. */
  version: number;
};

export type PlacedFacts = {
  totalMinor: number;
  lines: readonly { unitPriceMicros: number; contractPriceMicros: number | null; itemNumber: string }[];
  /** An order with the same goods for the same place and day. */
  sameOrder: string | null;
};

/** What holds an order when it is placed, with the reason in words. */
export function judgeHolds(rules: HoldRules, placed: PlacedFacts): { kind: HoldKind; reason: string }[] {
  const { creditMinor, priceRatio } = rules;
  const dear = placed.lines.filter(
    ({ unitPriceMicros, contractPriceMicros }) =>
      priceRatio !== null &&
      contractPriceMicros !== null &&
      unitPriceMicros > contractPriceMicros * (1 + priceRatio),
  );
  return [
    ...(creditMinor !== null && placed.totalMinor > creditMinor
      ? [{ kind: 'credit' as const, reason: `The order is above ${(creditMinor / 100).toFixed(2)}` }]
      : []),
    ...(dear.length > 0
      ? [
          {
            kind: 'price' as const,
            reason: `Above the contract: ${dear
              .map(({ itemNumber }) => itemNumber)
              .slice(0, 5)
              .join(', ')}`,
          },
        ]
      : []),
    ...(placed.sameOrder !== null
      ? [{ kind: 'duplicate' as const, reason: `PO ${placed.sameOrder} orders the same for the same day` }]
      : []),
  ];
}

const noRules: HoldRules = { creditMinor: null, priceRatio: null, duplicateDays: null, version: 0 };

const rulesOf = `
select credit_minor as "creditMinor", round(price_ratio::numeric, 6)::float8 as "priceRatio",
  duplicate_days as "duplicateDays", version
from hold_rules where org_id = (select current_setting('app.org')::uuid)`;

export const readHoldRules = async (tx: Transaction): Promise<HoldRules> =>
  (await tx.query<HoldRules>(rulesOf))[0] ?? noRules;

export const getHoldRules = async ({ db }: Context): Promise<HoldRules> =>
  (await db.read<HoldRules>(rulesOf))[0] ?? noRules;

/** What holds an order by itself from now on; orders placed before stay as they are. */
export function setHoldRules(
  { db, actor }: Context,
  input: z.output<typeof setHoldRulesInput>,
): Promise<HoldRules> {
  return db.transaction(async (tx) => {
    const before = await readHoldRules(tx);
    const set = await tx.query(
      `insert into hold_rules as rules (org_id, credit_minor, price_ratio, duplicate_days)
       select $1, $2, $3, $4 where $5 = 0 or exists (select 1 from hold_rules where org_id = $1)
       on conflict (org_id) do update set credit_minor = $2, price_ratio = $3, duplicate_days = $4,
         version = rules.version + 1 where rules.version = $5 returning 1`,
      [actor.organisationId, input.creditMinor, input.priceRatio, input.duplicateDays, input.expectedVersion],
    );
    if (set.length === 0) throw holdRulesChanged(before.version);
    const after = await readHoldRules(tx);
    await tx.audit({
      command: 'orders.set-hold-rules',
      subject: { kind: 'rules', id: actor.organisationId },
      before: { ...before },
      after: { ...after },
    });
    return after;
  });
}
