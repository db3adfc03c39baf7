import { addDays, type LocalDate } from '@coplan/kernel';
import { hashContent } from '../life/content-hash.ts';
import { amount, waits } from '../life/issues.ts';
import type { AskedLine, OrderChange, OrderedLine, OrderFacts } from '../life/order-facts.ts';
import { type OrderLife, readOrderLife } from '../life/order-life.ts';
import {
  type BlanketFacts,
  type BlanketItem,
  type CallOff,
  itemNamed,
  type Release,
  type ReleaseHead,
} from './blanket-facts.ts';
import { readCumulatives, requiredMovements, shippedMovements } from './cumulatives.ts';
import { firstBreach } from './firm-fence.ts';
import {
  type CallOffPlan,
  leftOutside,
  planCallOffs,
  type StandingCallOff,
  type WantedCallOff,
} from './plan-call-offs.ts';
import { kindOf, type ReleaseDocument, readRelease } from './read-release.ts';

export type OfBlanket = OrderFacts & { blanket: BlanketFacts };

/** What a release adds: itself, the change of the order that it makes (null: nothing firm changes), its call-offs. */
export type JudgedRelease = {
  release: Release;
  change: OrderChange | null;
  added: OrderedLine[];
  callOffs: CallOff[];
};

const settled: readonly string[] = ['matched', 'closed'];
const gone: readonly string[] = ['rejected', 'cancelled'];

/** The item's lines as they stand, in the order in which they are due. */
function standingOf(facts: OfBlanket, life: OrderLife, itemLine: string): StandingCallOff[] {
  const given = new Set(facts.closings.flatMap(({ lineNumbers }) => lineNumbers ?? []));
  return facts.blanket.callOffs
    .filter((one) => one.itemLine === itemLine)
    .flatMap(({ lineNumber, startsOn, endsBefore, time }): StandingCallOff[] => {
      const line = life.lines.find((one) => one.line.lineNumber === lineNumber);
      if (line === undefined || gone.includes(line.state)) return [];
      const isLocked = settled.includes(line.state) || given.has(lineNumber);
      const floorMilli = isLocked
        ? line.orderedMilli - line.cancelledMilli
        : Math.min(line.shippedMilli, line.orderedMilli);
      return [
        { lineNumber, startsOn, endsBefore, time, orderedMilli: line.orderedMilli, floorMilli, isLocked },
      ];
    })
    .sort((left, right) => left.startsOn.localeCompare(right.startsOn));
}

/** Days that the last release by day and time speaks for; a forecast changes nothing there. */
const governedUntil = ({ releases }: BlanketFacts): LocalDate | null =>
  releases
    .filter(({ kind }) => kind === 'shipping')
    .reduce<LocalDate | null>(
      (last, { endsBefore }) => (last === null || endsBefore > last ? endsBefore : last),
      null,
    );

/** The version of the release, where it may stand for what came before. */
function versionOf(facts: OfBlanket, head: Omit<ReleaseHead, 'version'>, isReplacement: boolean): number {
  const ofKind = facts.blanket.releases.filter(({ kind }) => kind === head.kind);
  const namesakes = ofKind.filter(({ releaseNumber }) => releaseNumber === head.releaseNumber);
  if (namesakes.length > 0 && !isReplacement) {
    waits(
      'release-number-used',
      `Release ${head.releaseNumber} of order ${facts.poNumber} was received before with other content: send it as a replacement, or give it its own number`,
    );
  }
  const later = ofKind.findLast(({ issuedOn }) => issuedOn > head.issuedOn);
  if (later !== undefined) {
    waits(
      'release-outdated',
      `Release ${head.releaseNumber} of order ${facts.poNumber} was issued on ${head.issuedOn}, and release ${later.releaseNumber} of ${later.issuedOn} stands for it: set it aside`,
    );
  }
  return Math.max(0, ...namesakes.map(({ version }) => version)) + 1;
}

/** Nothing is released outside the period of the agreement, and by day and time only what is firm. */
function refuseOutside({ poNumber, blanket }: OfBlanket, release: Release): void {
  const firmBefore = addDays(release.issuedOn, blanket.firmDays);
  for (const { itemLine, buckets } of release.items) {
    const { itemNumber } = itemNamed(blanket, itemLine);
    for (const { startsOn } of buckets.filter(({ amountMilli }) => amountMilli > 0)) {
      if (startsOn < blanket.startsOn || startsOn >= blanket.endsBefore) {
        waits(
          'release-outside-period',
          `Item ${itemNumber} of order ${poNumber} is released for ${startsOn}; the agreement runs from ${blanket.startsOn} until ${addDays(blanket.endsBefore, -1)}`,
        );
      }
      if (release.kind === 'shipping' && startsOn >= firmBefore) {
        waits(
          'release-beyond-firm',
          `Item ${itemNumber} of order ${poNumber} is called off for ${startsOn}, beyond the ${blanket.firmDays} firm days until ${addDays(firmBefore, -1)}: forecast it instead`,
        );
      }
    }
  }
}

/** What is called off by the release: what it says is firm, within the firm days. The rest is only planned. */
function firmOf({ blanket }: OfBlanket, release: Release): Release {
  const firmBefore = addDays(release.issuedOn, blanket.firmDays);
  return {
    ...release,
    items: release.items.map(({ itemLine, buckets }) => ({
      itemLine,
      buckets: buckets.map((bucket) => ({
        ...bucket,
        certainty: bucket.startsOn >= firmBefore ? ('planned' as const) : bucket.certainty,
      })),
    })),
  };
}

function refuseBelowShipped(
  about: OfBlanket,
  life: OrderLife,
  item: BlanketItem,
  wantedMilli: number,
): never {
  const parts = { facts: about, life, itemLine: item.itemLine };
  const sum = (rows: readonly { amountMilli: number }[]) =>
    rows.reduce((all, one) => all + one.amountMilli, 0);
  const shipped = amount(sum(shippedMovements(parts)), item.unit);
  return waits(
    'release-below-shipped',
    `Item ${item.itemNumber} of order ${about.poNumber}: the release leaves ${amount(wantedMilli, item.unit)} called off in its time, less than what is shipped for it; ${shipped} are shipped in sum. Release at least what is shipped, or return the goods`,
  );
}

/** What a bucket still says from a day on, where what is before that day is called off already. */
function fromDay(
  bucket: WantedCallOff,
  day: LocalDate,
  standing: readonly StandingCallOff[],
): WantedCallOff[] {
  const { startsOn, endsBefore, time, amountMilli } = bucket;
  if (startsOn >= day) return [{ startsOn, endsBefore, time, amountMilli }];
  if (endsBefore <= day) return [];
  const before = standing
    .filter((line) => line.startsOn >= startsOn && line.startsOn < day)
    .reduce((sum, { orderedMilli }) => sum + orderedMilli, 0);
  return amountMilli > before ? [{ startsOn: day, endsBefore, time, amountMilli: amountMilli - before }] : [];
}

type ItemPlan = { item: BlanketItem; plan: CallOffPlan };

function planItem(
  facts: OfBlanket,
  life: OrderLife,
  { release, itemLine }: { release: Release; itemLine: string },
): ItemPlan {
  const item = itemNamed(facts.blanket, itemLine);
  const since = release.kind === 'forecast' ? governedUntil(facts.blanket) : null;
  const startsOn = since !== null && since > release.startsOn ? since : release.startsOn;
  const horizon = { startsOn, endsBefore: release.endsBefore };
  const all = standingOf(facts, life, itemLine);
  const standing = all.filter(
    (line) => line.endsBefore > horizon.startsOn && line.startsOn < horizon.endsBefore,
  );
  const released = (release.items.find((one) => one.itemLine === itemLine)?.buckets ?? [])
    .filter((bucket) => bucket.certainty === 'firm' && bucket.amountMilli > 0)
    .flatMap((bucket) => fromDay(bucket, startsOn, all));
  const wanted = [...released, ...leftOutside(standing, released, horizon)];
  const breach = firstBreach(standing, wanted, { ...release, firmDays: facts.blanket.firmDays });
  if (breach !== undefined && release.reason === null) {
    const { on, beforeMilli, afterMilli } = breach;
    waits(
      'inside-firm-fence',
      `Item ${item.itemNumber} of order ${facts.poNumber}: until ${on} ${amount(beforeMilli, item.unit)} were firm, the release says ${amount(afterMilli, item.unit)}. Inside the ${facts.blanket.firmDays} firm days a change needs a reason`,
    );
  }
  const plan = planCallOffs(standing, wanted);
  const wantedMilli = wanted.reduce((sum, { amountMilli }) => sum + amountMilli, 0);
  return { item, plan: plan ?? refuseBelowShipped(facts, life, item, wantedMilli) };
}

function toAdded(
  { facts, changeId }: { facts: OfBlanket; changeId: string },
  plans: readonly ItemPlan[],
): { added: OrderedLine[]; callOffs: CallOff[] } {
  let last = Math.max(0, ...facts.lines.map(({ lineNumber }) => Number(lineNumber)));
  const pairs = plans.flatMap(({ item, plan }) =>
    plan.added.map((wanted) => {
      last += 1;
      const lineNumber = String(last);
      const { unit, gtin14, itemNumber, supplierItemNumber, unitPriceMicros, itemLine } = item;
      const { startsOn, endsBefore, time, amountMilli } = wanted;
      return {
        line: {
          ...{ lineNumber, unit, gtin14, itemNumber, supplierItemNumber, unitPriceMicros },
          requestedOn: startsOn,
          quantityMilli: amountMilli,
          addedBy: changeId,
        },
        callOff: { lineNumber, itemLine, startsOn, endsBefore, time },
      };
    }),
  );
  return { added: pairs.map(({ line }) => line), callOffs: pairs.map(({ callOff }) => callOff) };
}

const asAsked = (line: OrderedLine): AskedLine => ({
  lineNumber: line.lineNumber,
  isDeleted: false,
  requestedOn: line.requestedOn,
  quantityMilli: line.quantityMilli,
  unitPriceMicros: line.unitPriceMicros,
});

/** Never more than the agreed total, where there is one. */
function refuseAboveTotal(
  facts: OfBlanket,
  life: OrderLife,
  { added, change, callOffs }: JudgedRelease,
): void {
  for (const item of facts.blanket.items) {
    if (item.totalMilli === null) continue;
    const parts = { facts, life, itemLine: item.itemLine };
    const changedMilli = requiredMovements(parts).reduce((sum, { reference, amountMilli }) => {
      const asked = change?.lines.find(({ lineNumber }) => lineNumber === reference);
      return sum + (asked === undefined ? amountMilli : (asked.quantityMilli ?? 0));
    }, 0);
    const addedMilli = added
      .filter(({ lineNumber }) =>
        callOffs.some((one) => one.lineNumber === lineNumber && one.itemLine === item.itemLine),
      )
      .reduce((sum, { quantityMilli }) => sum + quantityMilli, 0);
    if (changedMilli + addedMilli > item.totalMilli) {
      waits(
        'release-above-total',
        `Item ${item.itemNumber} of order ${facts.poNumber}: ${amount(changedMilli + addedMilli, item.unit)} would be called off, ${amount(item.totalMilli, item.unit)} are agreed: release less, or agree on more`,
      );
    }
  }
}

/**
 * What a release does to its blanket order; null: it was taken before. Pure: the same facts and the same schedule give
 * the same answer. Throws `DocumentWaits` where the agreement or what is shipped does not allow it.
 */
export function judgeRelease(
  facts: OrderFacts,
  document: ReleaseDocument,
  { newId, reason = null }: { newId: () => string; reason?: string | null },
): JudgedRelease | null {
  const { blanket, poNumber } = facts;
  if (blanket == null) {
    waits('not-blanket', `Order ${poNumber} is no blanket order: nothing is released of it, it is changed`);
  }
  const about: OfBlanket = { ...facts, blanket };
  const contentHash = hashContent(document);
  if (blanket.releases.some((known) => known.contentHash === contentHash)) return null;
  if (blanket.state === 'closed' || blanket.state === 'over') {
    waits('order-ended', `Blanket order ${poNumber} is ${blanket.state}: nothing more is released of it`);
  }
  const life = readOrderLife(facts, 'sent');
  const { startsOn, endsBefore } = document.horizon;
  const head = {
    releaseId: newId(),
    kind: kindOf(document),
    releaseNumber: document.releaseNumber ?? document.reference,
    issuedOn: document.issuedOn,
    ...{ startsOn, endsBefore, contentHash },
  };
  const version = versionOf(about, head, document.purpose === 'replacement');
  const requiredBefore = (itemLine: string, day: LocalDate): number =>
    readCumulatives({ facts: about, life, itemLine }, addDays(day, -1)).requiredMilli;
  const said: Release = { ...head, version, reason, ...readRelease(about, document, requiredBefore) };
  refuseOutside(about, said);
  const release = firmOf(about, said);
  const plans = release.items.map(({ itemLine }) => planItem(about, life, { release, itemLine }));
  const changeId = newId();
  const { added, callOffs } = toAdded({ facts: about, changeId }, plans);
  const changed = plans.flatMap(({ plan }) =>
    plan.changed.map(({ lineNumber, quantityMilli }) => ({
      ...{ lineNumber, quantityMilli, isDeleted: quantityMilli === null },
      ...{ requestedOn: null, unitPriceMicros: null },
    })),
  );
  const change: OrderChange | null =
    changed.length + added.length === 0
      ? null
      : {
          changeId,
          changeNumber: changeNumberOf(release),
          changedOn: release.issuedOn,
          isReplacement: false,
          contentHash,
          lines: [...changed, ...added.map(asAsked)],
        };
  const judged = { release, change, added, callOffs };
  refuseAboveTotal(about, life, judged);
  return judged;
}

/** How the answer to a release names it: by its number, and its version where there are several. */
export const changeNumberOf = ({ releaseNumber, version }: ReleaseHead): string =>
  version === 1 ? releaseNumber : `${releaseNumber}/${version}`;
