import type { Criterion } from '../agreement-content.ts';
import type { Side } from '../vocabulary.ts';
import { addFinding, type CauseGroup, type Level, startGroup } from './cause-groups.ts';
import { comparedSide } from './compare-sources.ts';
import type { EvaluationInput } from './evaluation-input.ts';
import type { CriterionOutcome } from './find-outside.ts';
import { findingKinds } from './findings.ts';
import { limitsOf } from './limits.ts';

/** One cause must explain so much of the money. */
const explainedShareMin = 0.8;
/** And so many of the item-locations compared: else the cause lies in a part of the level. */
const breadthMin = 0.5;
const rowsMin = 2;

type Pooling = {
  readonly input: EvaluationInput;
  readonly criterionIndex: number;
  readonly criterion: Criterion;
  readonly outcome: CriterionOutcome;
  readonly eventOfCell: Int32Array | null;
  readonly levels: readonly Level[];
  /** 1 where a finding has its cause already. */
  readonly isTaken: Uint8Array;
  readonly groups: Map<string, CauseGroup>;
};

function groupFor(
  { groups, criterion }: Pooling,
  about: Pick<CauseGroup, 'causeKind' | 'causeKey' | 'causeRef'> & { owedBy?: Side },
): CauseGroup {
  const found = groups.get(about.causeKey);
  if (found !== undefined) return found;
  const started = startGroup({ criterionCode: criterion.code, owedBy: null, ...about });
  groups.set(about.causeKey, started);
  return started;
}

function take(pooling: Pooling, at: number, group: CauseGroup): void {
  addFinding(group, pooling.criterionIndex, pooling.outcome.findings, at);
  pooling.isTaken[at] = 1;
}

/** Causes that a single finding shows: an answer owed, a metric, bad data, an event of the business plan. */
function takeEvident(pooling: Pooling): void {
  const { criterion, outcome, input, eventOfCell } = pooling;
  const { findings } = outcome;
  for (let at = 0; at < findings.count; at++) {
    if (findings.kinds[at] === findingKinds.responseRequired && criterion.kind === 'forecast') {
      const isSource = Number.isNaN(findings.sourceMilli[at] as number);
      const owedBy = isSource ? criterion.dataSource : comparedSide(criterion);
      const causeKey = `response:${owedBy}:${criterion.purpose}`;
      take(pooling, at, groupFor(pooling, { causeKind: 'response', causeKey, causeRef: null, owedBy }));
    } else if (criterion.kind === 'metric') {
      const causeRef = criterion.metricCode;
      take(pooling, at, groupFor(pooling, { causeKind: 'metric', causeKey: `metric:${causeRef}`, causeRef }));
    } else if (criterion.kind === 'data-quality') {
      const causeRef = criterion.test;
      take(pooling, at, groupFor(pooling, { causeKind: 'data', causeKey: `data:${causeRef}`, causeRef }));
    } else if (eventOfCell !== null && (findings.buckets[at] as number) >= 0) {
      const cell = (findings.rows[at] as number) * input.bucketCount + (findings.buckets[at] as number);
      const event = input.events[(eventOfCell[cell] as number) - 1];
      if (event === undefined) continue;
      const causeRef = event.eventId;
      take(pooling, at, groupFor(pooling, { causeKind: 'event', causeKey: `event:${causeRef}`, causeRef }));
    }
  }
}

const keyOf = (kind: string, name: string): string => (kind === 'version' ? 'version' : `${kind}:${name}`);

/** Findings of a cause with an exception still open stay with it, the narrowest cause first. */
function takeOpen(pooling: Pooling): void {
  const { input, criterion, outcome, levels } = pooling;
  const open = new Set(
    input.openCauses
      .filter(({ criterionCode }) => criterionCode === criterion.code)
      .map(({ causeKey }) => causeKey),
  );
  if (open.size === 0) return;
  const { findings } = outcome;
  const narrowestFirst = [...levels].reverse();
  for (let at = 0; at < findings.count; at++) {
    if (pooling.isTaken[at] === 1) continue;
    const row = findings.rows[at] as number;
    const id = input.rows.itemLocationIds[row] as string;
    if (open.has(`item-location:${id}`)) {
      const causeKey = `item-location:${id}`;
      take(pooling, at, groupFor(pooling, { causeKind: 'item-location', causeKey, causeRef: id }));
      continue;
    }
    for (const { kind, groupOf, names } of narrowestFirst) {
      const name = names[groupOf[row] as number] as string;
      const causeKey = keyOf(kind, name);
      if (!open.has(causeKey)) continue;
      const causeRef = kind === 'version' ? null : name;
      take(pooling, at, groupFor(pooling, { causeKind: kind, causeKey, causeRef }));
      break;
    }
  }
}

type LevelSums = {
  over: Float64Array;
  under: Float64Array;
  rowsOutside: Int32Array;
  rowsCompared: Int32Array;
  signed: Float64Array;
  base: Float64Array;
  /** Money of the part of the group that holds most of it. */
  largestPart: Float64Array;
};

/** What a level is made of: where one part explains nearly all, that part is the cause and not the whole. */
const partsOf: Readonly<Record<Level['kind'], readonly Level['kind'][]>> = {
  version: ['category', 'location', 'item'],
  category: ['item'],
  location: [],
  item: [],
};

/**
 * Per group, the money of its largest part: a group of a narrower level, or a single item-location. A level with one
 * group only (the one place of an agreement) is no part but the whole.
 */
function largestParts({ outcome, isTaken, levels }: Pooling, { kind, groupOf, names }: Level): Float64Array {
  const largest = new Float64Array(names.length);
  const { findings } = outcome;
  const rowCount = groupOf.length;
  const rows = Int32Array.from({ length: rowCount }, (_, row) => row);
  const narrower = levels
    .filter((level) => partsOf[kind].includes(level.kind) && level.names.length > 1)
    .map((level) => level.groupOf);
  for (const partOf of narrower.length === 0 ? [rows] : narrower) {
    const money = new Float64Array(rowCount);
    for (let at = 0; at < findings.count; at++) {
      if (isTaken[at] === 1) continue;
      const row = findings.rows[at] as number;
      const part = partOf[row] as number;
      const sum = (money[part] as number) + (findings.moneyMinor[at] as number);
      money[part] = sum;
      const group = groupOf[row] as number;
      if (sum > (largest[group] as number)) largest[group] = sum;
    }
  }
  return largest;
}

function sumLevel(pooling: Pooling, level: Level): LevelSums {
  const { outcome, isTaken } = pooling;
  const { groupOf, names } = level;
  const size = names.length;
  const sums: LevelSums = {
    over: new Float64Array(size),
    under: new Float64Array(size),
    rowsOutside: new Int32Array(size),
    rowsCompared: new Int32Array(size),
    signed: new Float64Array(size),
    base: new Float64Array(size),
    largestPart: largestParts(pooling, level),
  };
  const { findings } = outcome;
  let lastRow = -1;
  for (let at = 0; at < findings.count; at++) {
    if (isTaken[at] === 1) continue;
    const row = findings.rows[at] as number;
    const group = groupOf[row] as number;
    const isUnder = (findings.sourceMilli[at] as number) < (findings.comparedMilli[at] as number);
    const column = isUnder ? sums.under : sums.over;
    column[group] = (column[group] as number) + (findings.moneyMinor[at] as number);
    if (row !== lastRow) sums.rowsOutside[group] = (sums.rowsOutside[group] as number) + 1;
    lastRow = row;
  }
  const { cells, signedMinor, baseMinor } = outcome.sums;
  for (let row = 0; row < groupOf.length; row++) {
    const group = groupOf[row] as number;
    if (cells[row] === 0) continue;
    sums.rowsCompared[group] = (sums.rowsCompared[group] as number) + 1;
    sums.signed[group] = (sums.signed[group] as number) + (signedMinor[row] as number);
    sums.base[group] = (sums.base[group] as number) + (baseMinor[row] as number);
  }
  return sums;
}

/**
 * The group as a whole is the cause when its money-weighted sum is itself outside, one direction explains at least 80 %
 * of the money outside, at least half of what was compared takes part, and no part of it explains 80 % by itself.
 */
function isCause({ criterion }: Pooling, sums: LevelSums, group: number): boolean {
  const over = sums.over[group] as number;
  const under = sums.under[group] as number;
  const outside = sums.rowsOutside[group] as number;
  if (outside < rowsMin || over + under <= 0) return false;
  if (Math.max(over, under) < explainedShareMin * (over + under)) return false;
  if (outside < breadthMin * (sums.rowsCompared[group] as number)) return false;
  if ((sums.largestPart[group] as number) >= explainedShareMin * (over + under)) return false;
  const base = sums.base[group] as number;
  const { ratio, moneyMinor } = limitsOf(criterion);
  const isAccuracy =
    criterion.kind === 'forecast' && (criterion.test === 'accuracy' || criterion.test === 'bias');
  if (base === 0 || isAccuracy) return true;
  const signed = Math.abs(sums.signed[group] as number);
  return signed / base > ratio && signed > moneyMinor;
}

function takeLevels(pooling: Pooling): void {
  const { levels, outcome } = pooling;
  const { findings } = outcome;
  for (const level of levels) {
    const sums = sumLevel(pooling, level);
    const causes = Uint8Array.from(level.names, (_, group) => (isCause(pooling, sums, group) ? 1 : 0));
    if (!causes.includes(1)) continue;
    for (let at = 0; at < findings.count; at++) {
      if (pooling.isTaken[at] === 1) continue;
      const group = level.groupOf[findings.rows[at] as number] as number;
      if (causes[group] === 0) continue;
      const name = level.names[group] as string;
      const causeRef = level.kind === 'version' ? null : name;
      take(
        pooling,
        at,
        groupFor(pooling, { causeKind: level.kind, causeKey: keyOf(level.kind, name), causeRef }),
      );
    }
  }
}

/** What no wider cause explains is its own item-location's. Findings of a row come one after the other. */
function takeSingles(pooling: Pooling): void {
  const { findings } = pooling.outcome;
  let group: CauseGroup | undefined;
  let lastRow = -1;
  for (let at = 0; at < findings.count; at++) {
    if (pooling.isTaken[at] === 1) continue;
    const row = findings.rows[at] as number;
    if (group === undefined || row !== lastRow) {
      const causeRef = pooling.input.rows.itemLocationIds[row] as string;
      const causeKey = `item-location:${causeRef}`;
      group = groupFor(pooling, { causeKind: 'item-location', causeKey, causeRef });
      lastRow = row;
    }
    take(pooling, at, group);
  }
}

/**
 * Gives every finding of a criterion one cause: what is evident, then causes already open, then the highest level that
 * explains it, and at last its own item-location.
 */
export function poolCriterion(
  about: Pick<Pooling, 'input' | 'criterionIndex' | 'criterion' | 'outcome' | 'eventOfCell' | 'levels'>,
): CauseGroup[] {
  const { findings } = about.outcome;
  if (findings.count === 0) return [];
  const pooling: Pooling = { ...about, isTaken: new Uint8Array(findings.count), groups: new Map() };
  takeEvident(pooling);
  takeOpen(pooling);
  takeLevels(pooling);
  takeSingles(pooling);
  return [...pooling.groups.values()];
}
