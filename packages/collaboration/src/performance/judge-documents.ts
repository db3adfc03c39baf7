import { formatMilli } from '@coplan/kernel';
import { type Check, fails, isOpen, type PerfectOrderCheck, passes } from './check.ts';
import type { DeliveryView } from './judge-delivery.ts';
import type { LineView, ShipmentView } from './line-view.ts';
import type { OrderLineFacts } from './order-line-facts.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const listOf = (values: readonly (readonly string[] | undefined)[]): string =>
  values
    .flatMap((value) => value ?? [])
    .sort()
    .join(' ');

/** Announced and counted must be the same goods: item, quantity, and lots and logistic units where both name them. */
function noticeDiffers({ notices, receipts }: ShipmentView): string | undefined {
  const counted = new Map<string, number>();
  for (const { gtin, receivedMilli } of receipts) counted.set(gtin, (counted.get(gtin) ?? 0) + receivedMilli);
  for (const { gtin, announcedMilli } of notices)
    counted.set(gtin, (counted.get(gtin) ?? 0) - announcedMilli);
  for (const [gtin, differenceMilli] of counted) {
    if (differenceMilli !== 0)
      return `${formatMilli(differenceMilli)} more of GTIN ${gtin} were counted than announced`;
  }
  for (const key of ['lots', 'ssccs'] as const) {
    const announced = listOf(notices.map((notice) => notice[key]));
    const found = listOf(receipts.map((receipt) => receipt[key]));
    if (announced !== '' && found !== '' && announced !== found)
      return `the ${key} announced are not those that came`;
  }
  return undefined;
}

function judgeNotice(shipment: ShipmentView, leadHours: number): Check | undefined {
  const { notices, receipts, arrival } = shipment;
  const first = notices[0];
  const came = `shipment ${shipment.shipmentId}`;
  if (first === undefined) return fails('RL.3.50', 'ship-notice-missing', `No ship notice came for ${came}.`);
  const evidence = notices.map(({ eventId }) => eventId);
  const dueMs = arrival!.atMs - leadHours * hourMs;
  if (first.atMs > dueMs) {
    const lateMinutes = Math.ceil((first.atMs - dueMs) / 60_000);
    const text = `The ship notice for ${came} came ${lateMinutes} min later than ${leadHours} h before the arrival.`;
    return fails('RL.3.50', 'ship-notice-late', text, { evidence });
  }
  if (receipts.length === 0) return undefined;
  const difference = noticeDiffers(shipment);
  if (difference === undefined) return undefined;
  const text = `The ship notice for ${came} is not what was received: ${difference}.`;
  return fails('RL.3.50', 'ship-notice-differs', text, {
    evidence: [...evidence, ...receipts.map(({ eventId }) => eventId)],
  });
}

/** What was refused at the door stood there as well. */
function judgeBill({ shipmentId, bills, receipts, refusals }: ShipmentView): Check | undefined {
  if (bills.length === 0) {
    return fails('RL.3.50', 'bill-of-lading-missing', `Shipment ${shipmentId} has no bill of lading.`);
  }
  const statedMilli = bills.reduce((sum, bill) => sum + bill.statedMilli, 0);
  const countedMilli =
    receipts.reduce((sum, receipt) => sum + receipt.receivedMilli, 0) +
    refusals.reduce((sum, refusal) => sum + refusal.refusedMilli, 0);
  if (receipts.length + refusals.length === 0 || statedMilli === countedMilli) return undefined;
  const text = `The bill of lading states ${formatMilli(statedMilli)}, ${formatMilli(countedMilli)} were counted.`;
  return fails('RL.3.50', 'bill-of-lading-differs', text, { evidence: bills.map(({ eventId }) => eventId) });
}

/** RL.3.50: ship notice in time and equal to the receipt, bill of lading equal to it. */
export function judgeShippingPapers({ rules }: OrderLineFacts, { arrivals }: DeliveryView): Check {
  const { shipNoticeLeadHours, needsBillOfLading } = rules.documents;
  if (shipNoticeLeadHours === null && !needsBillOfLading)
    return passes('RL.3.50', 'No shipping papers are asked for.');
  if (arrivals.length === 0) return isOpen('RL.3.50', 'Nothing arrived.');
  for (const { shipment } of arrivals) {
    const failure =
      (shipNoticeLeadHours === null ? undefined : judgeNotice(shipment, shipNoticeLeadHours)) ??
      (needsBillOfLading ? judgeBill(shipment) : undefined);
    if (failure !== undefined) return failure;
  }
  return passes('RL.3.50', 'Shipping papers came in time and equal the receipt.');
}

/** RL.3.31 and RL.3.43: each certificate that is asked for is there and valid when the goods are. */
export function judgeCertificates(
  check: Extract<PerfectOrderCheck, 'RL.3.31' | 'RL.3.43'>,
  { rules }: OrderLineFacts,
  view: LineView,
  { arrivals }: DeliveryView,
): Check {
  const kind = check === 'RL.3.31' ? 'compliance' : 'other';
  const asked = rules.documents.certificates.filter((certificate) => certificate.kind === kind);
  if (asked.length === 0) return passes(check, `No ${kind} papers are asked for.`);
  const last = arrivals.at(-1);
  if (last === undefined) return isOpen(check, 'Nothing arrived.');
  for (const { name } of asked) {
    const found = view.certificates.get(name);
    if (found === undefined || found.atMs > last.atMs) {
      return fails(check, 'certificate', `"${name}" was not there when the goods came.`);
    }
    if (!found.isValid)
      return fails(check, 'certificate', `"${name}" is not valid.`, { evidence: [found.eventId] });
  }
  return passes(check, `${asked.map(({ name }) => `"${name}"`).join(', ')}: there and valid.`);
}

/** Price, terms and quantity of what was billed; the billed quantity may come in several invoices. */
function judgeInvoices(facts: OrderLineFacts, view: LineView, receivedMilli: number): Check | undefined {
  const evidence = view.invoices.map(({ eventId }) => eventId);
  const allowedMicros =
    (facts.unitPriceMicros * (facts.rules.documents.priceToleranceMicros ?? 0)) / 1_000_000;
  const dear = view.invoices.find(
    ({ unitPriceMicros }) => Math.abs(unitPriceMicros - facts.unitPriceMicros) > allowedMicros,
  );
  if (dear !== undefined) {
    const text = `Billed at ${dear.unitPriceMicros / 1_000_000}, ordered at ${facts.unitPriceMicros / 1_000_000} each.`;
    return fails('RL.3.45', 'invoice-price', text, {
      affectedMilli: dear.invoicedMilli,
      evidence: [dear.eventId],
    });
  }
  const odd = view.invoices.find(({ areTermsRight }) => !areTermsRight);
  if (odd !== undefined) {
    return fails('RL.3.45', 'invoice-terms', 'Billed on terms that were not ordered.', {
      evidence: [odd.eventId],
    });
  }
  const invoicedMilli = view.invoices.reduce((sum, invoice) => sum + invoice.invoicedMilli, 0);
  if (invoicedMilli <= receivedMilli) return undefined;
  const text = `${formatMilli(invoicedMilli)} were billed, ${formatMilli(receivedMilli)} received.`;
  return fails('RL.3.45', 'invoice-quantity', text, {
    affectedMilli: invoicedMilli - receivedMilli,
    evidence,
  });
}

/** RL.3.45: billed in time at the price, terms and quantity, without a credit or rebill in the time agreed. */
export function judgePayment(
  facts: OrderLineFacts,
  view: LineView,
  { arrivals, receivedMilli }: DeliveryView,
  knownByMs: number,
): Check {
  const { invoiceDueDays } = facts.rules.documents;
  if (invoiceDueDays === null) return passes('RL.3.45', 'No invoice is asked for.');
  const last = arrivals.at(-1);
  if (last === undefined) return isOpen('RL.3.45', 'Nothing arrived.');
  const firstInvoice = view.invoices[0];
  if (firstInvoice === undefined) {
    return knownByMs > last.atMs + invoiceDueDays * dayMs
      ? fails('RL.3.45', 'invoice-missing', `No invoice came within ${invoiceDueDays} days of the arrival.`)
      : isOpen('RL.3.45', 'The invoice is not due yet.');
  }
  const failure = judgeInvoices(facts, view, receivedMilli);
  if (failure !== undefined) return failure;
  const limitMs = firstInvoice.atMs + facts.rules.creditDays * dayMs;
  const credit = view.credits.find(({ atMs }) => atMs <= limitMs);
  if (credit !== undefined) {
    const text = `Credited or billed again within ${facts.rules.creditDays} days.`;
    return fails('RL.3.45', 'credit', text, { evidence: [credit.eventId] });
  }
  return passes('RL.3.45', 'Billed at the price, terms and quantity agreed.', [firstInvoice.eventId]);
}
