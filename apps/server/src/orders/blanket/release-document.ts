import {
  type PlanningSchedule,
  planningSchedule,
  type ShippingSchedule,
  shippingSchedule,
} from '@coplan/documents';
import { addDays, type LocalDate } from '@coplan/kernel';
import type { Transaction } from '../../platform/index.ts';
import { actAsDocument } from '../act-as-document.ts';
import { readOrderLife } from '../life/order-life.ts';
import type { Order } from '../order.entity.ts';
import { readOrderParties } from '../read-order-parties.ts';
import { itemNamed, type ReleasedBucket, type ReleaseKind } from './blanket-facts.ts';
import { readCumulatives } from './cumulatives.ts';
import type { OfBlanket } from './judge-release.ts';

export type ReleaseDraft = {
  kind: ReleaseKind;
  releaseNumber: string;
  isReplacement: boolean;
  issuedOn: LocalDate;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  items: readonly { itemLine: string; buckets: readonly Omit<ReleasedBucket, 'reference'>[] }[];
};

const contractOf = `
select contract_number as "contractNumber" from blanket_orders where org_id = $1 and order_id = $2`;

const named = (name: string, { gln, code }: { gln: string | null; code?: string | null | undefined }) => ({
  name: name.trim().slice(0, 60).trim(),
  ...(gln === null ? {} : { gln }),
  ...(code == null ? {} : { code: code.trim().slice(0, 17).trim() }),
});

/** What was received so far, as the buyer counted it: in sum since the start, and the last time. */
function progressOf(facts: OfBlanket, itemLine: string, on: LocalDate) {
  const life = readOrderLife(facts, 'sent');
  const { startsOn, receivedMilli, lastReceived } = readCumulatives({ facts, life, itemLine }, on);
  const sum = { kind: 'cumulative', event: 'received', amountMilli: receivedMilli, startsOn, on };
  if (lastReceived === null) return [sum];
  const { amountMilli, reference, on: lastOn } = lastReceived;
  return [
    { kind: 'last', event: 'received', amountMilli, on: lastOn, reference: reference.slice(0, 30) },
    sum,
  ];
}

/** What the supplier may make and buy material for at the buyer's risk, in sum since the start. */
function authorisationsOf(facts: OfBlanket, draft: ReleaseDraft, itemLine: string) {
  const life = readOrderLife(facts, 'sent');
  const { startsOn, requiredMilli } = readCumulatives({ facts, life, itemLine }, addDays(draft.startsOn, -1));
  const buckets = draft.items.find((one) => one.itemLine === itemLine)?.buckets ?? [];
  const { firmDays, materialDays } = facts.blanket;
  return (
    [
      ['finished-goods', firmDays],
      ['material', materialDays],
    ] as const
  )
    .filter(([, days]) => days > 0)
    .map(([resource, days]) => {
      const before = addDays(draft.issuedOn, days);
      const amountMilli = buckets
        .filter((bucket) => bucket.startsOn < before)
        .reduce((sum, bucket) => sum + bucket.amountMilli, requiredMilli);
      return { resource, until: addDays(before, -1), amountMilli: Math.max(0, amountMilli), startsOn };
    });
}

/** A release that a person issues, as the document that says the same (830, DELFOR; 862, DELJIT). */
export async function releaseDocument(
  tx: Transaction,
  { order, facts, draft }: { order: Order; facts: OfBlanket; draft: ReleaseDraft },
): Promise<PlanningSchedule | ShippingSchedule> {
  const names = await readOrderParties(tx, order);
  const about = [order.buyerId, order.id];
  const [blanket] = await tx.query<{ contractNumber: string | null }>(contractOf, about);
  const contractNumber = blanket?.contractNumber ?? null;
  const { poNumber } = order;
  const head = {
    purpose: draft.isReplacement ? 'replacement' : 'original',
    basis: 'delivery',
    reference: `${poNumber}-${draft.releaseNumber}`.slice(0, 30),
    releaseNumber: draft.releaseNumber,
    issuedOn: draft.issuedOn,
    horizon: { startsOn: draft.startsOn, endsBefore: draft.endsBefore },
    ...(contractNumber === null ? {} : { contractNumber }),
    poNumber,
    buyer: named(names.buyerName, { gln: names.buyerGln }),
    supplier: named(names.supplierName, { gln: names.supplierGln, code: names.partnerNumber }),
    shipTo: named(names.shipToName, { gln: names.shipToGln, code: names.shipToCode }),
  };
  const lines = draft.items.map(({ itemLine, buckets }) => {
    const item = itemNamed(facts.blanket, itemLine);
    const said = buckets.map(({ time, ...bucket }) => ({ ...bucket, ...(time === null ? {} : { time }) }));
    return {
      lineNumber: itemLine,
      ...(item.gtin14 === null ? {} : { gtin: item.gtin14 }),
      buyerItemNumber: item.itemNumber.slice(0, 48).trim(),
      ...(item.supplierItemNumber === null ? {} : { supplierItemNumber: item.supplierItemNumber }),
      poNumber,
      unit: item.unit,
      progress: progressOf(facts, itemLine, draft.issuedOn),
      ...(draft.kind === 'forecast'
        ? { buckets: said, authorisations: authorisationsOf(facts, draft, itemLine) }
        : { releases: said }),
    };
  });
  return draft.kind === 'forecast'
    ? actAsDocument(planningSchedule, {
        ...{ documentType: 'planning-schedule', kind: 'order', amounts: 'discrete', ...head, lines },
      })
    : actAsDocument(shippingSchedule, { documentType: 'shipping-schedule', ...head, lines });
}
