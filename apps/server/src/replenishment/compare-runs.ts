import { zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import {
  type Cause,
  type CauseGroup,
  type ChangePart,
  type ExplainedLine,
  fieldsCause,
  groupByCause,
  isSame,
  minorOf,
  nameLines,
  type Path,
  partsOf,
  pathBetween,
  startComputePool,
  unexplained,
} from '../forecasting/index.ts';
import type { Context } from '../platform/index.ts';
import { heldInRun } from './held-in-run.ts';
import type { PlanBatchInput, PlanBatchOutput } from './plan-batch.ts';
import type { PlanCase } from './plan-case.ts';
import { runInputsRemoved, runNotFound, runNotReplayable } from './replenishment.errors.ts';
import type { RunState } from './run.lifecycle.ts';
import { currentEngineVersion } from './start-run.ts';

export const compareRunsInput = z.object({
  beforeId: z.uuid(),
  afterId: z.uuid(),
  /** Lists the item-locations in which this cause takes part. */
  cause: z.string().max(60).optional(),
  limit: z.int().min(1).max(200).default(50),
});

/** So many changes with several causes are split among them, the largest first. */
const splitMax = 1_000;

type ComparedRun = {
  runId: string;
  createdAt: string;
  state: RunState;
  engineVersion: string;
  forecastVersionId: string | null;
};

export type ChangedProposal = ExplainedLine & {
  itemNumber: string;
  description: string;
  locationCode: string;
};

export type RunComparison = {
  before: ComparedRun;
  after: ComparedRun;
  currency: string | null;
  changedCount: number;
  unchangedCount: number;
  unexplainedCount: number;
  causes: CauseGroup[];
  rows: ChangedProposal[];
};

/** Receipts are part of what is read as stock, and a cause of their own. */
const receipts: Cause<PlanCase> = {
  code: 'receipts',
  isChanged: (before, after) => !isSame(before.stock.receipts, after.stock.receipts),
  apply: (current, after) => ({ ...current, stock: { ...current.stock, receipts: after.stock.receipts } }),
};
const stock: Cause<PlanCase> = {
  code: 'stock',
  isChanged: (before, after) => !isSame({ ...before.stock, receipts: [] }, { ...after.stock, receipts: [] }),
  apply: (current, after) => ({ ...current, stock: { ...after.stock, receipts: current.stock.receipts } }),
};

/** What may change a proposal, in the order in which the change is shared among several. */
const planCauses: readonly Cause<PlanCase>[] = [
  fieldsCause<PlanCase>('terms', ['terms', 'calendar']),
  fieldsCause<PlanCase>('policy', ['policy', 'planning', 'isStore']),
  fieldsCause<PlanCase>('agreement', ['agreed']),
  stock,
  receipts,
  fieldsCause<PlanCase>('forecast', ['forecast']),
  fieldsCause<PlanCase>('day', ['today', 'localTime', 'timeZone']),
];

async function readRun({ db }: Context, runId: string): Promise<ComparedRun> {
  const [run] = await db.read<ComparedRun>(
    `select id as "runId", to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
       state, engine_version as "engineVersion", forecast_version_id as "forecastVersionId" from runs
     where org_id = (select current_setting('app.org')::uuid) and id = $1`,
    [runId],
  );
  if (run === undefined) throw runNotFound(runId);
  if (run.state !== 'done') throw runNotReplayable({ runId, state: run.state });
  return run;
}

/** The kept cases of a run, by item-location. */
async function readCases({ db }: Context, run: ComparedRun): Promise<Map<string, PlanCase>> {
  const cases = new Map<string, PlanCase>();
  const batches = await db.read<{ runId: string; batchNumber: number; memberIds: string[] }>(
    `select held.run_id as "runId", held.batch_number as "batchNumber",
       json_agg(held.item_location_id) as "memberIds"
     ${heldInRun} and held.batch_number is not null group by 1, 2`,
    [run.runId],
  );
  for (const { runId, batchNumber, memberIds } of batches) {
    const [batch] = await db.read<{ input: Buffer }>(
      `select input from run_inputs
       where org_id = (select current_setting('app.org')::uuid) and run_id = $1 and batch_number = $2`,
      [runId, batchNumber],
    );
    if (batch === undefined) throw runInputsRemoved(run.runId);
    const isMember = new Set(memberIds);
    const text = new TextDecoder().decode(zstdDecompressSync(batch.input));
    for (const one of (JSON.parse(text) as PlanBatchInput).cases)
      if (isMember.has(one.itemLocationId)) cases.set(one.itemLocationId, one);
  }
  if (cases.size === 0) throw runNotReplayable({ runId: run.runId, state: run.state });
  return cases;
}

async function readQuantities({ db }: Context, runId: string): Promise<Map<string, number>> {
  const rows = await db.read<{ itemLocationId: string; quantityMilli: number }>(
    `select held.item_location_id as "itemLocationId", held.quantity_milli::float8 as "quantityMilli"
     ${heldInRun} and held.outcome = 'proposed'`,
    [runId],
  );
  return new Map(rows.map(({ itemLocationId, quantityMilli }) => [itemLocationId, quantityMilli]));
}

const casesPerBatch = 1_000;

/** What is proposed for these cases, in their order: of the runs themselves, or of cases on the way between them. */
async function planCases(cases: readonly PlanCase[]): Promise<number[]> {
  if (cases.length === 0) return [];
  const pool = startComputePool({ moduleUrl: new URL('./plan-batch.ts', import.meta.url), threadCount: 1 });
  try {
    const quantities = new Array<number>(cases.length).fill(0);
    for (let from = 0; from < cases.length; from += casesPerBatch) {
      // The id only names the answer; numbered, the cases of one item-location stay apart.
      const numbered = cases
        .slice(from, from + casesPerBatch)
        .map((one, index) => ({ ...one, itemLocationId: String(from + index) }));
      const bytes = await pool.compute(new TextEncoder().encode(JSON.stringify({ cases: numbered })));
      const { proposals } = JSON.parse(new TextDecoder().decode(bytes)) as PlanBatchOutput;
      for (const { itemLocationId, quantityMilli } of proposals)
        quantities[Number(itemLocationId)] = quantityMilli;
    }
    return quantities;
  } finally {
    await pool.close();
  }
}

type Pair = {
  itemLocationId: string;
  before: PlanCase | undefined;
  after: PlanCase | undefined;
  path: Path<PlanCase>;
};
type Line = Pick<ExplainedLine, 'itemLocationId' | 'beforeMilli' | 'afterMilli' | 'parts'>;
/** Quantities as they were stored, also those that were carried over. */
type Stored = { before: Map<string, number>; after: Map<string, number>; isSameEngine: boolean };

/** What a forecast was computed from bears on no quantity where the forecast is the same. */
const unnamed = (one: PlanCase): PlanCase => ({ ...one, forecast: { ...one.forecast, inputHash: '' } });

function pairUp(before: ReadonlyMap<string, PlanCase>, after: ReadonlyMap<string, PlanCase>): Pair[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().map((itemLocationId) => {
    const [old, now] = [before.get(itemLocationId), after.get(itemLocationId)];
    const path =
      old === undefined || now === undefined ? noPath : pathBetween(unnamed(old), unnamed(now), planCauses);
    return { itemLocationId, before: old, after: now, path };
  });
}

const noPath: Path<PlanCase> = { codes: [], inputs: [] };

/** Equal inputs: what was stored of both must be equal, too. */
function unchangedLine({ itemLocationId }: Pair, { before, after, isSameEngine }: Stored): Line[] {
  const [beforeMilli, afterMilli] = [before.get(itemLocationId), after.get(itemLocationId)];
  if (beforeMilli === undefined || afterMilli === undefined || beforeMilli === afterMilli) return [];
  const code = isSameEngine ? unexplained : 'engine';
  return [
    { itemLocationId, beforeMilli, afterMilli, parts: [{ code, changeMilli: afterMilli - beforeMilli }] },
  ];
}

/** Computed again: both ends, and for those that differ every step between them. */
async function changedLines(pairs: readonly Pair[], stored: Stored): Promise<Line[]> {
  const ends = await planCases(
    pairs.flatMap(({ before, after }) => [before, after].filter((one) => one !== undefined)),
  );
  let at = 0;
  const lines = pairs.map((pair) => {
    const beforeMilli = pair.before === undefined ? 0 : (ends[at++] ?? 0);
    const afterMilli = pair.after === undefined ? 0 : (ends[at++] ?? 0);
    return { ...pair, beforeMilli, afterMilli };
  });
  const sizeOf = ({ beforeMilli, afterMilli }: Omit<Line, 'parts'>) => Math.abs(afterMilli - beforeMilli);
  const open = lines.filter((line) => line.path.codes.length > 1 && sizeOf(line) > 0);
  const split = open.toSorted((left, right) => sizeOf(right) - sizeOf(left)).slice(0, splitMax);
  const way = await planCases(split.flatMap(({ path }) => path.inputs));
  const partsById = new Map<string, ChangePart[]>();
  let step = 0;
  for (const { itemLocationId, path, beforeMilli, afterMilli } of split) {
    const between = way.slice(step, step + path.inputs.length);
    step += path.inputs.length;
    partsById.set(itemLocationId, partsOf(path.codes, [beforeMilli, ...between, afterMilli]));
  }
  return lines.flatMap((line): Line[] => {
    const { itemLocationId, beforeMilli, afterMilli } = line;
    const changeMilli = afterMilli - beforeMilli;
    const parts = (partsById.get(itemLocationId) ?? [{ code: wholeCode(line), changeMilli }]).filter(
      (part) => part.changeMilli !== 0,
    );
    const storedMilli = stored.after.get(itemLocationId) ?? afterMilli;
    if (storedMilli !== afterMilli) {
      const code = stored.isSameEngine ? unexplained : 'engine';
      parts.push({ code, changeMilli: storedMilli - afterMilli });
    }
    return parts.length === 0 ? [] : [{ itemLocationId, beforeMilli, afterMilli: storedMilli, parts }];
  });
}

const wholeCode = ({ before, after, path }: Pair): string =>
  before === undefined
    ? 'added'
    : after === undefined
      ? 'removed'
      : (path.codes.length === 1 && path.codes[0]) || 'several';

/**
 * Why one run proposes otherwise than another: every item-location whose proposed quantity changed, with the parts of its
 * input that did it and the money. An unchanged input with a changed proposal is `unexplained`, which cannot be.
 */
export async function compareRuns(
  context: Context,
  { beforeId, afterId, cause, limit }: z.output<typeof compareRunsInput>,
): Promise<RunComparison> {
  const [before, after] = [await readRun(context, beforeId), await readRun(context, afterId)];
  const [casesBefore, casesAfter] = [await readCases(context, before), await readCases(context, after)];
  const [old, now] = [await readQuantities(context, beforeId), await readQuantities(context, afterId)];
  const isSameEngine =
    before.engineVersion === after.engineVersion && after.engineVersion === currentEngineVersion;
  const stored: Stored = { before: old, after: now, isSameEngine };
  const pairs = pairUp(casesBefore, casesAfter);
  const isChanged = ({ path, ...pair }: Pair): boolean =>
    path.codes.length > 0 || pair.before === undefined || pair.after === undefined;
  const explained = [
    ...pairs.filter((pair) => !isChanged(pair)).flatMap((pair) => unchangedLine(pair, stored)),
    ...(await changedLines(pairs.filter(isChanged), stored)),
  ];
  const lines = explained.map((line): ExplainedLine => {
    const terms = (casesAfter.get(line.itemLocationId) ?? casesBefore.get(line.itemLocationId))?.terms;
    const valueMinor =
      terms === undefined ? null : minorOf(line.afterMilli - line.beforeMilli, terms.unitPriceMicros);
    return { ...line, valueMinor };
  });
  const [first] = [...casesAfter.values()];
  return {
    before,
    after,
    currency: first?.terms.currency ?? null,
    changedCount: lines.length,
    unchangedCount: pairs.length - lines.length,
    unexplainedCount: lines.filter((line) => line.parts.some(({ code }) => code === unexplained)).length,
    causes: groupByCause(lines),
    rows: await nameLines(context, lines, { cause, limit }),
  };
}
