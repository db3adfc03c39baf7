import { findMetricDefinition, metricResultLifecycle } from '@coplan/collaboration';
import { addDays, type LocalDate, localDateAt, nextState } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { type AgreementInForce, findAgreementInForce, listAgreementsInForce } from '../plans/index.ts';
import { metricNews } from './analysis.events.ts';
import type { Axis } from './forecast-sources.ts';
import { resultColumns, type StoredResult, type Sums, toEvidence } from './metric-result-rows.ts';
import {
  type MetricQuestion,
  type MetricSource,
  readMetricSources,
  rememberFacts,
} from './metric-sources.ts';
import { axisUntilToday, endOf } from './read-accuracy-facts.ts';
import { recordExclusions } from './record-exclusions.ts';
import { sumFacts } from './sum-facts.ts';

/** How far back numbers are made at first. */
const periodsMax = 26;
/** Days after a bucket in which late facts still count; then its numbers are final. */
const cutOffDays = 7;

type Goal = AgreementInForce['content']['metrics'][number];
type Recorded = { goal: Goal; source: MetricSource; place: number; axis: Axis; sums: Sums };

const insertEvidence = `
insert into metric_evidence (id, buyer_id, supplier_id, agreement_id, fact_kind, buyer_reads, seller_reads, keys, firsts,
  seconds, exclusions)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

const insertResult = `
insert into metric_results (id, buyer_id, supplier_id, agreement_id, agreement_version_id, metric_code,
  definition_version, formula, party, lag_periods, starts_on, ends_before, state, numerator, denominator, n, excluded,
  note, evidence_id, computed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`;

const updateResult = `
update metric_results set agreement_version_id = $2, definition_version = $3, formula = $4, numerator = $5,
  denominator = $6, n = $7, excluded = $8, note = $9, evidence_id = $10, computed_at = $11, version = version + 1
where id = $1`;

const makeFinal = `
update metric_results set state = $4, final_at = $3, version = version + 1
where agreement_id = $1 and state = 'provisional' and n > 0 and ends_before <= $2::date`;

const isSame = (held: StoredResult, sums: Sums, note: string): boolean =>
  held.numerator === sums.numerator &&
  held.denominator === sums.denominator &&
  held.n === sums.n &&
  held.note === note &&
  JSON.stringify(Object.entries(held.excluded).sort()) ===
    JSON.stringify(Object.entries(sums.excluded).sort());

async function writeEvidence(
  context: Context,
  tx: Transaction,
  agreement: AgreementInForce,
  { goal, source, place }: Recorded,
): Promise<string | null> {
  const facts = source.facts.get(place) ?? [];
  const definition = findMetricDefinition(goal.code);
  if (facts.length === 0 || definition === undefined) return null;
  const evidence = toEvidence(definition.factKind, facts);
  const id = context.newId();
  await tx.query(insertEvidence, [
    id,
    agreement.buyerId,
    agreement.supplierId,
    agreement.agreementId,
    evidence.factKind,
    source.buyerReads,
    source.sellerReads,
    evidence.keys,
    evidence.firsts,
    evidence.seconds,
    evidence.exclusions,
  ]);
  return id;
}

async function recordOne(
  context: Context,
  tx: Transaction,
  agreement: AgreementInForce,
  recorded: Recorded & { held: StoredResult | undefined },
): Promise<boolean> {
  const { goal, source, place, axis, sums, held } = recorded;
  const definition = findMetricDefinition(goal.code);
  const isOpen = held === undefined || held.state === 'provisional';
  if (definition === undefined || !isOpen || (held !== undefined && isSame(held, sums, source.note)))
    return false;
  const evidenceId = await writeEvidence(context, tx, agreement, recorded);
  const { definitionVersion, formula } = definition;
  const counted = [sums.numerator, sums.denominator, sums.n, JSON.stringify(sums.excluded), source.note];
  const now = context.clock.now();
  if (held !== undefined) {
    const about = [held.metricResultId, agreement.agreementVersionId, definitionVersion, formula];
    await tx.query(updateResult, [...about, ...counted, evidenceId, now]);
    await tx.query('delete from metric_evidence where id = $1', [held.evidenceId]);
    return true;
  }
  const startsOn = addDays(axis.startsOn, place * axis.bucketDays);
  await tx.query(insertResult, [
    context.newId(),
    agreement.buyerId,
    agreement.supplierId,
    agreement.agreementId,
    agreement.agreementVersionId,
    goal.code,
    definitionVersion,
    formula,
    source.party,
    goal.lagPeriods,
    startsOn,
    addDays(startsOn, axis.bucketDays),
    metricResultLifecycle.initial,
    ...counted,
    evidenceId,
    now,
  ]);
  return true;
}

const readHeld = `
select ${resultColumns} from metric_results result
where result.agreement_id = $1 and result.metric_code = $2 and result.starts_on >= $3`;

const keyOf = ({ party, startsOn, lagPeriods }: Pick<StoredResult, 'party' | 'startsOn' | 'lagPeriods'>) =>
  `${party} ${startsOn} ${lagPeriods}`;

async function recordGoal(
  context: Context,
  tx: Transaction,
  agreement: AgreementInForce,
  { goal, axis, factsAtLag }: { goal: Goal } & Pick<MetricQuestion, 'axis' | 'factsAtLag'>,
): Promise<number> {
  const { code, lagPeriods } = goal;
  const held = await tx.query<StoredResult>(readHeld, [agreement.agreementId, code, axis.startsOn]);
  const heldByKey = new Map(held.map((result) => [keyOf(result), result]));
  const question = { context, source: tx, agreement, axis, code, lagPeriods, factsAtLag };
  let changedCount = 0;
  for (const source of await readMetricSources(question)) {
    for (let place = 0; place < axis.bucketCount; place++) {
      const startsOn = addDays(axis.startsOn, place * axis.bucketDays);
      const recorded = {
        goal,
        source,
        place,
        axis,
        sums: sumFacts(code, source.facts.get(place) ?? []),
        held: heldByKey.get(keyOf({ party: source.party, startsOn, lagPeriods })),
      };
      if (await recordOne(context, tx, agreement, recorded)) changedCount += 1;
    }
  }
  return changedCount;
}

/** Buckets since the agreement has been valid, at most half a year. */
function axisOf(context: Context, agreement: AgreementInForce): Axis {
  const axis = axisUntilToday(context, agreement, periodsMax);
  const { validFrom } = agreement.content;
  let skipped = 0;
  while (skipped < axis.bucketCount && addDays(axis.startsOn, skipped * axis.bucketDays) < validFrom)
    skipped++;
  return {
    ...axis,
    startsOn: addDays(axis.startsOn, skipped * axis.bucketDays),
    bucketCount: axis.bucketCount - skipped,
  };
}

/**
 * Counts the metrics of an agreement for every bucket that is over. Provisional numbers follow late facts; a week after
 * its bucket a number is final and never counted again; where nothing was known there is nothing to make final. Safe to
 * repeat: what is the same is not written.
 */
export async function recordMetricResults(
  context: Context,
  agreementId: string,
): Promise<{ changedCount: number; finalCount: number }> {
  return context.db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('metric-results'), hashtext($1))`, [agreementId]);
    const agreement = await findAgreementInForce(tx, agreementId);
    const axis = axisOf(context, agreement);
    await recordExclusions(tx, { agreement, axis });
    let changedCount = 0;
    const goals = axis.bucketCount === 0 ? [] : agreement.content.metrics;
    const factsAtLag = rememberFacts(context, tx, { agreement, axis });
    for (const goal of goals)
      changedCount += await recordGoal(context, tx, agreement, { goal, axis, factsAtLag });
    const today = localDateAt(context.clock.now(), agreement.content.calendar.timeZone);
    const final = nextState(metricResultLifecycle, metricResultLifecycle.initial, 'cut-off');
    const settled = await tx.query<{ id: string }>(`${makeFinal} returning id`, [
      agreementId,
      addDays(today as LocalDate, -cutOffDays),
      context.clock.now(),
      final,
    ]);
    if (changedCount + settled.length > 0) {
      const payload = { event: 'count', changedCount, finalCount: settled.length, until: endOf(axis) };
      await tx.publish(metricNews(agreement, { subjectId: agreementId, payload }));
    }
    return { changedCount, finalCount: settled.length };
  });
}

/** Every agreement in which the organisation buys: the sales are its own, so it counts for both sides. */
export async function recordAllMetricResults(
  context: Context,
): Promise<{ agreementCount: number; changedCount: number; finalCount: number }> {
  const outcome = { agreementCount: 0, changedCount: 0, finalCount: 0 };
  for (const { agreementId, mySide } of await listAgreementsInForce(context.db)) {
    if (mySide !== 'buyer') continue;
    const { changedCount, finalCount } = await recordMetricResults(context, agreementId);
    outcome.agreementCount += 1;
    outcome.changedCount += changedCount;
    outcome.finalCount += finalCount;
  }
  return outcome;
}
