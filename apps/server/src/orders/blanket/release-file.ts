import { addDays } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { actOnOrder } from '../acting-on-order.ts';
import { refuseHeld } from '../holds/hold-order.ts';
import { releaseFileInvalid, releaseFileNeedsReason } from './blanket.errors.ts';
import type { BlanketItem, ReleaseKind } from './blanket-facts.ts';
import type { OfBlanket } from './judge-release.ts';
import {
  type FileProblem,
  type FileRelease,
  type FileRow,
  orProblem,
  readCsvReleases,
} from './read-csv-releases.ts';
import {
  type CallOffChange,
  changesOf,
  issueRelease,
  lookAtRelease,
  ofBlanket,
  prepareRelease,
} from './release-blanket.ts';

const file = { text: z.string().min(1).max(5_000_000) };
export const previewReleaseFileInput = z.object(file);
export const releaseFileInput = z.object({
  ...file,
  /** Why something firm changes. */
  reason: z.string().trim().min(1).max(500).optional(),
  /** The versions of the orders that were looked at before, by id. */
  seen: z.record(z.uuid(), z.int()),
});

export type ReleaseOfFile = {
  orderId: string;
  poNumber: string;
  supplierName: string;
  kind: ReleaseKind;
  releaseNumber: string;
  rowCount: number;
  /** It was issued before, word for word: nothing happens. */
  isKnown: boolean;
  needsReason: string | null;
  changes: CallOffChange[];
};
/** Of a file with problems nothing is issued. */
export type ReleaseFilePreview = {
  releases: ReleaseOfFile[];
  problems: FileProblem[];
  seen: Record<string, number>;
};

const isNamed = ({ itemNumber, gtin14 }: BlanketItem, name: string): boolean =>
  name === itemNumber || (gtin14 !== null && /^\d{8,14}$/.test(name) && name.padStart(14, '0') === gtin14);

/** The rows by the items that they name, in the order of the file. */
function itemsOf({ blanket, poNumber }: OfBlanket, rows: readonly FileRow[]) {
  const items = new Map<string, FileRow['bucket'][]>();
  const said = new Set<string>();
  for (const { number, item: name, bucket } of rows) {
    const item = blanket.items.find((one) => isNamed(one, name));
    if (item === undefined) {
      const known = blanket.items.slice(0, 20).map(({ itemNumber }) => itemNumber);
      const why = `blanket order ${poNumber} has no item ${name}: its items are ${known.join(', ')}`;
      throw releaseFileInvalid({ place: `line ${number}, column item`, why });
    }
    const key = [item.itemLine, bucket.startsOn, bucket.endsBefore, bucket.time ?? ''].join(' ');
    if (said.has(key)) {
      const why = `says the same item and time as a line before it: add the quantities up`;
      throw releaseFileInvalid({ place: `line ${number}, column date`, why });
    }
    said.add(key);
    items.set(item.itemLine, [...(items.get(item.itemLine) ?? []), bucket]);
  }
  return [...items].map(([itemLine, buckets]) => ({ itemLine, buckets }));
}

type Bucket = FileRow['bucket'] & { itemLine: string };
const asText = (buckets: readonly Bucket[]): string =>
  buckets
    .map((one) =>
      [one.itemLine, one.startsOn, one.endsBefore, one.time ?? '', one.amountMilli, one.certainty].join(' '),
    )
    .sort()
    .join('\n');

/** Whether the release was issued before with what the file says. Throws where it was with something else. */
async function isIssued(
  tx: Transaction,
  { blanket, poNumber }: OfBlanket,
  { release, items }: { release: FileRelease; items: ReturnType<typeof itemsOf> },
): Promise<boolean> {
  const { kind, releaseNumber, rows } = release;
  const known = blanket.releases.findLast((one) => one.kind === kind && one.releaseNumber === releaseNumber);
  if (known === undefined) return false;
  const before = await tx.query<Bucket>(
    `select item_line as "itemLine", starts_on::text as "startsOn", ends_before::text as "endsBefore", time,
       amount_milli::float8 as "amountMilli", certainty from blanket_release_buckets where release_id = $1`,
    [known.releaseId],
  );
  // What lies beyond the firm days was written down as planned, whatever the release called it.
  const firmBefore = addDays(known.issuedOn, blanket.firmDays);
  const said = items.flatMap(({ itemLine, buckets }) =>
    buckets.map((bucket): Bucket => {
      const isFirm = bucket.certainty === 'firm' && bucket.startsOn < firmBefore;
      return { itemLine, ...bucket, certainty: isFirm ? 'firm' : 'planned' };
    }),
  );
  if (asText(before) === asText(said)) return true;
  const why = `release ${releaseNumber} of order ${poNumber} was issued on ${known.issuedOn} with other content: give this one its own number`;
  throw releaseFileInvalid({ place: `line ${rows[0]?.number}, column release`, why });
}

async function findOrder(tx: Transaction, { poNumber, rows }: FileRelease): Promise<string> {
  const [order] = await tx.query<{ orderId: string }>(
    `select placed.id as "orderId" from orders placed
       join blanket_orders blanket on blanket.org_id = placed.org_id and blanket.order_id = placed.id
     where placed.org_id = (select current_setting('app.org')::uuid) and placed.po_number = $1`,
    [poNumber],
  );
  if (order !== undefined) return order.orderId;
  throw releaseFileInvalid({
    place: `line ${rows[0]?.number}, column order`,
    why: `you have no blanket order ${poNumber}: check the number, or agree on it first`,
  });
}

type Carrying = {
  release: FileRelease;
  reason: string | null;
  seen: Record<string, number>;
  expected?: Record<string, number>;
};

/** Issues one release of the file in the caller's transaction. Throws `DomainError` with the place in the file. */
async function carryOut(context: Context, tx: Transaction, carrying: Carrying): Promise<ReleaseOfFile> {
  const { release, reason, seen, expected } = carrying;
  const { poNumber, kind, releaseNumber, startsOn, endsBefore, rows } = release;
  const orderId = await findOrder(tx, release);
  const expectedVersion = seen[orderId] === undefined ? expected?.[orderId] : undefined;
  const acting = await actOnOrder(context, tx, { orderId, role: 'buyer', expectedVersion });
  const { order } = acting.storing;
  seen[orderId] ??= order.version;
  const items = itemsOf(ofBlanket(acting), rows);
  const about = {
    orderId,
    poNumber,
    supplierName: order.supplierName,
    kind,
    releaseNumber,
    rowCount: rows.length,
  };
  if (await isIssued(tx, ofBlanket(acting), { release, items }))
    return { ...about, isKnown: true, needsReason: null, changes: [] };
  await refuseHeld(tx, order);
  const wanted = { kind, startsOn, endsBefore, items, releaseNumber, isReplacement: false };
  const prepared = await prepareRelease(context, tx, acting, wanted);
  const { judged, issue, needsReason } = lookAtRelease(context, prepared, reason);
  if (issue !== null) throw releaseFileInvalid({ place: `line ${rows[0]?.number}`, why: issue.text });
  if (judged === null) return { ...about, isKnown: true, needsReason: null, changes: [] };
  const changes = changesOf(prepared.facts, judged);
  await issueRelease(prepared, judged);
  return { ...about, isKnown: false, needsReason, changes };
}

/** Problems are told in the order of the file. */
const lineOf = ({ place }: FileProblem): number => Number(/^line (\d+)/.exec(place)?.[1] ?? 0);

type Reading = { text: string; reason?: string | undefined; expected?: Record<string, number> };

async function carryOutAll(
  context: Context,
  tx: Transaction,
  { text, reason = undefined, expected }: Reading,
) {
  const { releases, problems } = readCsvReleases(text);
  const seen: Record<string, number> = {};
  const done: ReleaseOfFile[] = [];
  for (const release of releases) {
    const carrying = {
      release,
      reason: reason ?? null,
      seen,
      ...(expected === undefined ? {} : { expected }),
    };
    const found: FileProblem[] = [];
    const one = await carryOut(context, tx, carrying).catch((error: unknown) => {
      orProblem(found, () => {
        throw error;
      });
      return undefined;
    });
    problems.push(
      ...found.map(({ place, why }) => ({
        place: place === 'file' ? `line ${release.rows[0]?.number}` : place,
        why,
      })),
    );
    if (one !== undefined) done.push(one);
  }
  problems.sort((left, right) => lineOf(left) - lineOf(right));
  return { releases: done, problems, seen };
}

/** Carried out and undone again: what is shown is what would happen. */
class Undone extends Error {
  readonly preview: ReleaseFilePreview;
  constructor(preview: ReleaseFilePreview) {
    super('a preview leaves nothing behind');
    this.preview = preview;
  }
}

/** What the releases of a CSV file would change, and what is wrong with it, row by row. Nothing is written. */
export async function previewReleaseFile(
  context: Context,
  { text }: z.output<typeof previewReleaseFileInput>,
): Promise<ReleaseFilePreview> {
  try {
    return await context.db.transaction(async (tx) => {
      throw new Undone(await carryOutAll(context, tx, { text }));
    });
  } catch (error) {
    if (error instanceof Undone) return error.preview;
    throw error;
  }
}

/**
 * Issues the releases of a CSV file, all of them or none; those that were issued before change nothing. Throws
 * `DomainError` with line and column of what is wrong, and where an order changed since it was looked at.
 */
export function issueReleaseFile(
  context: Context,
  { text, reason, seen: expected }: z.output<typeof releaseFileInput>,
): Promise<{ issuedCount: number; knownCount: number }> {
  return context.db.transaction(async (tx) => {
    const { releases, problems } = await carryOutAll(context, tx, { text, reason, expected });
    const [problem] = problems;
    if (problem !== undefined) throw releaseFileInvalid(problem);
    const needsReason = releases.find((one) => one.needsReason !== null)?.needsReason;
    if (needsReason != null) throw releaseFileNeedsReason(needsReason);
    const knownCount = releases.filter(({ isKnown }) => isKnown).length;
    return { issuedCount: releases.length - knownCount, knownCount };
  });
}
