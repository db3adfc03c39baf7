import { type SharedMeasure, sharedMeasures } from '@coplan/collaboration';
import { addDays } from '@coplan/kernel';
import { z } from 'zod';
import { likeText } from '../../partners/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { readShared, type SharedRow } from './shared-rows.ts';

const pageSize = 100;
const page = {
  measure: z.enum(sharedMeasures),
  search: z.string().max(100).optional(),
  cursor: z.string().max(300).optional(),
};

export const viewAsInput = z.object({ partnerId: z.uuid(), ...page });
export const sharedDataInput = z.object({ ownerId: z.uuid(), ...page });
export const visibleToInput = z.object({ partnerId: z.uuid() });

export type SharedPage = { rows: SharedRow[]; nextCursor: string | null };

const toPage = (rows: SharedRow[]): SharedPage => ({
  rows: rows.slice(0, pageSize),
  nextCursor: rows.length > pageSize ? (rows[pageSize - 1]?.rowKey ?? null) : null,
});

const pageOf = (input: z.output<typeof viewAsInput> | z.output<typeof sharedDataInput>) => ({
  measure: input.measure,
  search: input.search === undefined ? null : likeText(input.search),
  afterKey: input.cursor ?? null,
  limit: pageSize + 1,
});

/** What the organisation may read of a partner now; the partner sees that it was read. */
export async function readPartnersData(
  context: Context,
  input: z.output<typeof sharedDataInput>,
): Promise<SharedPage> {
  const { ownerId } = input;
  const asked = { ...pageOf(input), ownerId, purpose: 'shared data' };
  return toPage(await readShared(context.db, context, asked));
}

/** From here on the shared views show what `partnerId` sees of the organisation's own rows, and nothing else. */
const lookAs = (tx: Transaction, partnerId: string) =>
  tx.query(`select set_config('app.reader', $1, true)`, [partnerId]);

/** Exactly the rows that the partner would read: the very statement, through its eyes. Nothing is noted. */
export const viewAs = (context: Context, input: z.output<typeof viewAsInput>): Promise<SharedPage> =>
  context.db.transaction(async (tx) => {
    await lookAs(tx, input.partnerId);
    const ownerId = context.actor.organisationId;
    return toPage(await readShared(tx, context, { ...pageOf(input), ownerId, purpose: 'view as partner' }));
  });

export type VisibleMeasure = {
  measure: SharedMeasure;
  agreementId: string;
  ruleId: string;
  granularity: { place: string; item: string; bucketDays: number };
  latencyHours: number;
  depthDays: number;
  rowsNow: number;
  itemCount: number;
  locationCount: number;
  fromOn: string | null;
  toOn: string | null;
};

type OpenRule = Omit<VisibleMeasure, 'rowsNow' | 'itemCount' | 'locationCount' | 'fromOn' | 'toOn'>;

const findOpenRules = `
select measure, agreement_id as "agreementId", id as "ruleId", latency_hours as "latencyHours",
  depth_days as "depthDays", jsonb_build_object('place', place, 'item', item, 'bucketDays', bucket_days) as granularity
from sharing_rules where owner_id = $1 and reader_id = $2 and closed_at is null
order by measure, agreement_id`;

const lastDayOf = ({ startsOn, bucketDays, amounts }: SharedRow): string =>
  addDays(startsOn, Math.max(amounts.length, 1) * bucketDays - 1);

function countRows(rule: OpenRule, rows: readonly SharedRow[]): VisibleMeasure {
  const countOf = (values: readonly (string | null)[]): number =>
    new Set(values.filter((value) => value !== null)).size;
  return {
    ...rule,
    rowsNow: rows.length,
    itemCount: countOf(rows.map(({ itemId, category }) => itemId ?? category)),
    locationCount: countOf(rows.map(({ locationId }) => locationId)),
    fromOn: rows.map(({ startsOn }) => startsOn).sort()[0] ?? null,
    toOn: rows.map(lastDayOf).sort().at(-1) ?? null,
  };
}

/** "What can this partner see of mine, right now?", counted from the rows themselves. */
export const listVisibleTo = (
  context: Context,
  { partnerId }: z.output<typeof visibleToInput>,
): Promise<{ measures: VisibleMeasure[] }> =>
  context.db.transaction(async (tx) => {
    const ownerId = context.actor.organisationId;
    const rules = await tx.query<OpenRule>(findOpenRules, [ownerId, partnerId]);
    await lookAs(tx, partnerId);
    const measures: VisibleMeasure[] = [];
    for (const rule of rules) {
      const { measure, agreementId } = rule;
      const asked = { measure, agreementId, ownerId, purpose: 'view as partner' };
      measures.push(countRows(rule, await readShared(tx, context, asked)));
    }
    return { measures };
  });
