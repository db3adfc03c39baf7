import type { OrganisationId } from '@coplan/kernel';
import type { Transaction } from '../platform/index.ts';
import type { TestApp } from '../test-app.ts';

type Pair = {
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  agreementId: string;
  canary: string;
};

const firstLine = `
select item_location_id as "itemLocationId", item_id as "itemId" from agreement_item_locations where agreement_id = $1
order by item_location_id limit 1`;

const insertExpectation = `
insert into plan_event_expectations (plan_event_id, buyer_id, supplier_id, plan_id, item_location_id, item_id, base_milli,
  lift_milli)
select $1, plan.buyer_id, plan.supplier_id, plan.id, $3, $4, 77300, 77300 from forecast_plans plan
where plan.agreement_id = $2 and (plan.party_id is null or plan.party_id = plan.buyer_id) limit 1`;

const insertEvaluation = `
insert into plan_event_evaluations (plan_event_id, buyer_id, supplier_id, agreement_id, item_id, is_cannibalised,
  event_type, category, baseline_method, base_milli, planned_lift_milli, sold_milli, actual_lift_milli, day_count,
  evaluated_at)
select id, buyer_id, supplier_id, agreement_id, $2, false, 'promotion', $3, 'weeks-before', 77300, 1, 77300, 1, 7, $4
from plan_events where id = $1`;

const insertExclusion = `
insert into demand_exclusions (buyer_id, supplier_id, agreement_id, item_location_id, starts_on, reason)
select buyer_id, supplier_id, id, $2, '2026-11-09', 'STOCK_OUT' from agreements where id = $1
on conflict do nothing`;

const insertEvidence = `
insert into metric_evidence (id, buyer_id, supplier_id, agreement_id, fact_kind, buyer_reads, seller_reads, keys, firsts,
  seconds, exclusions)
select $2, buyer_id, supplier_id, id, 'forecast', '{}', '{pos,forecast}', array[$3], '{77300}', '{77300}', '{null}'
from agreements where id = $1`;

const insertResult = `
insert into metric_results (id, buyer_id, supplier_id, agreement_id, agreement_version_id, metric_code,
  definition_version, formula, party, lag_periods, starts_on, ends_before, state, numerator, denominator, n, excluded,
  note, evidence_id, computed_at, final_at)
select $2, buyer_id, supplier_id, id, active_version_id, 'forecast-accuracy', 1, $4, 'buyer', 4, '2026-11-02', '2026-11-09',
  'final', 1, 77300, 1, '{}', $4, $3, $5, $5
from agreements where id = $1
on conflict (buyer_id, agreement_id, metric_code, party, lag_periods, starts_on) do update set
  formula = excluded.formula, note = excluded.note, evidence_id = excluded.evidence_id, numerator = excluded.numerator,
  denominator = excluded.denominator, n = excluded.n, state = excluded.state, final_at = excluded.final_at, version = 1
returning id`;

/** Targets and an event of the joint plan that both know, with its history. */
async function addEvent(app: TestApp, { buyerId, supplierId, agreementId, canary }: Pair): Promise<string> {
  const buyer = app.createCaller(app.actorOf(buyerId, 'buyer'));
  const supplier = app.createCaller(app.actorOf(supplierId, 'supplier-planner'));
  const targets = [
    {
      category: `${canary} category`,
      salesMinor: 77_300,
      marginMinor: null,
      inStockRatio: null,
      turns: null,
    },
  ];
  await buyer.businessPlans.saveTargets({ agreementId, targets, note: canary, expectedRevision: 0 });
  const content = {
    type: 'promotion' as const,
    name: `${canary} promotion`,
    items: [],
    liftRatio: 0.5,
    sellThrough: { startsOn: '2027-03-01', endsBefore: '2027-03-15' },
    lockOn: '2027-02-01',
  };
  const { planEventId } = await buyer.businessPlans.events.create({ agreementId, content });
  await buyer.businessPlans.events.propose({ planEventId, expectedVersion: 1 });
  await supplier.businessPlans.events.agree({ planEventId, expectedVersion: 2 });
  return planEventId;
}

/** What is said about the agreement, internally and together. */
async function addConversations(app: TestApp, { buyerId, agreementId, canary }: Pair): Promise<void> {
  const buyer = app.createCaller(app.actorOf(buyerId, 'buyer'));
  const about = { subjectKind: 'agreement' as const, subjectId: agreementId };
  await buyer.threads.post({ ...about, visibility: 'internal', body: `${canary} among ourselves` });
  const { threadId } = await buyer.threads.post({
    ...about,
    visibility: 'shared',
    body: `${canary} together`,
  });
  await buyer.threads.markRead({ threadId, messageNumber: 1 });
}

async function addNumbers(
  tx: Transaction,
  pair: Pair & { itemLocationId: string },
  ids: readonly string[],
  now: Date,
): Promise<string> {
  const { agreementId, canary, itemLocationId } = pair;
  const [evidenceId, resultId] = ids;
  await tx.query(insertExclusion, [agreementId, itemLocationId]);
  await tx.query(insertEvidence, [agreementId, evidenceId, itemLocationId]);
  const values = [agreementId, resultId, evidenceId, canary, now];
  const [result] = await tx.query<{ id: string }>(insertResult, values);
  if (result === undefined) throw new Error('the victim’s agreement is not there');
  return result.id;
}

/** Rows of the victim in every table of business plans, conversations and analysis, every text with the canary in it. */
export async function addBusinessPlanRows(app: TestApp, pair: Pair): Promise<void> {
  const context = app.contextFor(app.actorOf(pair.buyerId, 'admin'));
  const now = context.clock.now();
  const planEventId = await addEvent(app, pair);
  await addConversations(app, pair);
  const { itemLocationId, resultId } = await context.db.transaction(async (tx) => {
    const [line] = await tx.query<{ itemLocationId: string; itemId: string }>(firstLine, [pair.agreementId]);
    if (line === undefined) throw new Error('the victim’s agreement covers nothing: add its scope first');
    await tx.query(insertExpectation, [planEventId, pair.agreementId, line.itemLocationId, line.itemId]);
    await tx.query(insertEvaluation, [planEventId, line.itemId, pair.canary, now]);
    const ids = [context.newId(), context.newId()];
    const resultId = await addNumbers(tx, { ...pair, ...line }, ids, now);
    return { itemLocationId: line.itemLocationId, resultId };
  });
  await app.createCaller(app.actorOf(pair.buyerId, 'buyer')).analysis.dispute({
    metricResultId: resultId,
    lines: [{ key: itemLocationId, exclude: 'TEST' }],
    reason: pair.canary,
    evidence: pair.canary,
    expectedVersion: 1,
  });
}
