import type { OrganisationId } from '@coplan/kernel';
import type { TestApp } from '../test-app.ts';

type Pair = { buyerId: OrganisationId; supplierId: OrganisationId; agreementId: string; canary: string };

const insertEvaluation = `
insert into exception_evaluations (id, buyer_id, supplier_id, agreement_id, agreement_version_id, buyer_reads,
  seller_reads, evaluated_by_id, evaluated_at, input, input_hash, output_hash, engine_version, notes, counts)
select $2, buyer_id, supplier_id, id, active_version_id, '{}', '{}', buyer_id, $3, $4::bytea, repeat('0', 64),
  repeat('0', 64), $5, json_build_array(json_build_object('criterionCode', $5::text, 'text', $5::text)), '{}'
from agreements where id = $1`;

const insertException = `
insert into exceptions (id, buyer_id, supplier_id, agreement_id, agreement_version_id, buyer_reads, seller_reads,
  evaluation_id, criterion_code, kind, is_blocking, priority, title, cause_kind, cause_key, cause_label, state, owner_name,
  money_minor, over_minor, under_minor, currency, child_count, content_hash, question, reason, raised_at, changed_at)
select $2, buyer_id, supplier_id, id, active_version_id, '{}', '{}', $3, 'small-differences', 'pooled', false, 'HIGH', $4,
  'small-differences', $4, $4, 'open', $4, 77700, 77700, 0, 'EUR', 1, '', json_build_object('text', $4::text), $4, $5, $5
from agreements where id = $1`;

const insertChild = `
insert into exception_children (buyer_id, supplier_id, exception_id, child_number, criterion_code, item_location_id,
  item_id, location_id, money_minor, starts_on, kinds, source_milli, compared_milli, measured, cell_money_minor)
select scope.buyer_id, scope.supplier_id, $2, 1, $3, scope.item_location_id, scope.item_id, scope.location_id, 77700,
  array[date '2026-11-23'], '{0}', '{77100}', '{77200}', '{0.5}', '{77700}'
from agreement_item_locations scope where scope.agreement_id = $1 order by scope.item_location_id limit 1`;

const insertEvent = `
insert into exception_events (id, buyer_id, supplier_id, exception_id, at, type, text, actor_name)
select gen_random_uuid(), buyer_id, supplier_id, $2, $3, 'raised', $4, $4 from agreements where id = $1`;

const insertSnooze = `
insert into exception_snoozes (id, buyer_id, supplier_id, exception_id, snoozed_at, snoozed_until, reason, actor_org_id,
  actor_name, money_minor)
select gen_random_uuid(), buyer_id, supplier_id, $2, $3, $3::timestamptz + interval '1 day', $4, buyer_id, $4, 77700
from agreements where id = $1`;

/** An exception of the victim and its supplier with an evaluation, a child, its history and a snooze. */
export async function addExceptionRows(app: TestApp, pair: Pair): Promise<void> {
  const { agreementId, canary } = pair;
  const { newId, clock } = app.contextFor(app.actorOf(pair.buyerId, 'admin'));
  const evaluationId = newId();
  const exceptionId = newId();
  const { asOwner } = app.database;
  const now = clock.now();
  await asOwner(insertEvaluation, [agreementId, evaluationId, now, Buffer.from(canary), canary]);
  await asOwner(insertException, [agreementId, exceptionId, evaluationId, canary, now]);
  await asOwner(insertChild, [agreementId, exceptionId, canary]);
  await asOwner(insertEvent, [agreementId, exceptionId, now, canary]);
  await asOwner(insertSnooze, [agreementId, exceptionId, now, canary]);
}
