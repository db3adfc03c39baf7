import type { OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import { rowsOf } from '../../partners/index.ts';
import type { Database, Transaction } from '../../platform/index.ts';
import { cellNotFound, subjectNotFound } from './threads.errors.ts';

/**
 * What can be talked about. Each statement finds the thing as the reader sees it (row-level security decides), and says
 * whether the other side may know of it.
 */
const statements = {
  agreement: `select id as "agreementId", buyer_id as "buyerId", supplier_id as "supplierId", name as label,
      true as "isShareable" from agreements where id = $1`,
  'business-plan': `select plan.agreement_id as "agreementId", plan.buyer_id as "buyerId",
      plan.supplier_id as "supplierId", 'Business plan from ' || plan.starts_on as label, true as "isShareable"
    from business_plans plan where plan.id = $1`,
  'plan-event': `select agreement_id as "agreementId", buyer_id as "buyerId", supplier_id as "supplierId",
      content ->> 'name' as label, is_shown as "isShareable" from plan_events where id = $1`,
  plan: `select agreement_id as "agreementId", buyer_id as "buyerId", supplier_id as "supplierId",
      initcap(purpose) || ' forecast' as label, party_id is null or published_at is not null as "isShareable"
    from forecast_plans where id = $1`,
  cycle: `select agreement_id as "agreementId", buyer_id as "buyerId", supplier_id as "supplierId", label,
      true as "isShareable" from cycles where id = $1`,
  exception: `select agreement_id as "agreementId", buyer_id as "buyerId", supplier_id as "supplierId",
      title as label, true as "isShareable" from exceptions where id = $1`,
  commit: `select agreement_id as "agreementId", buyer_id as "buyerId", supplier_id as "supplierId",
      'Commit for ' || starts_on as label, state not in ('due', 'draft', 'overdue') as "isShareable" from commits where id = $1`,
  scenario: `select agreement_id as "agreementId", buyer_id as "buyerId", supplier_id as "supplierId",
      name as label, true as "isShareable" from scenarios where id = $1`,
  metric: `select agreement_id as "agreementId", buyer_id as "buyerId", supplier_id as "supplierId",
      metric_code as label, true as "isShareable" from metric_results where id = $1`,
} as const;

type SubjectKind = keyof typeof statements;
export const subjectKinds = Object.keys(statements) as [SubjectKind, ...SubjectKind[]];

/** A cell (item, place and bucket), a row of the grid (no bucket) or a period (no item) of the subject. */
const cellInput = z.object({
  itemLocationId: z.uuid().nullable().default(null),
  startsOn: z.iso.date().nullable().default(null),
});
export type Cell = z.output<typeof cellInput>;

export const subjectInput = {
  subjectKind: z.enum(subjectKinds),
  subjectId: z.uuid(),
  cell: cellInput.optional(),
};

export type Subject = {
  agreementId: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  label: string;
  isShareable: boolean;
};

type Asked = { subjectKind: SubjectKind; subjectId: string; cell?: Cell | undefined };

/** The thing asked about. Throws when the reader may not see it, or when the cell lies outside its agreement. */
export async function findSubject(
  source: Database | Transaction,
  { subjectKind, subjectId, cell }: Asked,
): Promise<Subject> {
  const [subject] = await rowsOf<Subject>(source, statements[subjectKind], [subjectId]);
  if (subject === undefined) throw subjectNotFound({ subjectKind, subjectId });
  if (cell?.itemLocationId == null) return subject;
  const [line] = await rowsOf<{ label: string }>(
    source,
    `select item.item_number || ' · ' || place.code as label
     from agreement_item_locations scope join items item on item.org_id = scope.buyer_id and item.id = scope.item_id
       join locations place on place.org_id = scope.buyer_id and place.id = scope.location_id
     where scope.agreement_id = $1 and scope.item_location_id = $2`,
    [subject.agreementId, cell.itemLocationId],
  );
  if (line === undefined) throw cellNotFound(cell.itemLocationId);
  const bucket = cell.startsOn === null ? '' : ` · ${cell.startsOn}`;
  return { ...subject, label: `${subject.label} · ${line.label}${bucket}` };
}
