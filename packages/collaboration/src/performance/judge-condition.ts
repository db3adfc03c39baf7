import { daysBetween, formatMilli } from '@coplan/kernel';
import { localDayAt } from '../windows/zoned-time.ts';
import { type Check, fails, isOpen, passes } from './check.ts';
import type { DeliveryView } from './judge-delivery.ts';
import type { LineView } from './line-view.ts';
import type { LineEvent, OrderLineFacts, ReturnReason } from './order-line-facts.ts';

type Returned = Extract<LineEvent, { kind: 'returned' }>;
const dayMs = 86_400_000;

/** Returns that speak against supplier or carrier and came within the days agreed after the last arrival. */
function countedReturns(
  { rules }: OrderLineFacts,
  view: LineView,
  { arrivals }: DeliveryView,
  reasons: readonly ReturnReason[],
): Returned[] {
  const last = arrivals.at(-1);
  if (last === undefined) return [];
  const limitMs = last.atMs + rules.returnDays * dayMs;
  return view.returns.filter(
    ({ reason, attributedTo, atMs }) =>
      reasons.includes(reason) &&
      (attributedTo === 'SUPPLIER' || attributedTo === 'CARRIER') &&
      atMs <= limitMs,
  );
}

/** RL.3.24: nothing was damaged at the dock, and nothing came back damaged. */
function judgeDamage(facts: OrderLineFacts, view: LineView, delivery: DeliveryView): Check {
  let damagedMilli = 0;
  const evidence: string[] = [];
  for (const { eventId, damagedMilli: ofReceipt = 0 } of delivery.receipts) {
    damagedMilli += ofReceipt;
    if (ofReceipt > 0) evidence.push(eventId);
  }
  for (const { shipment } of delivery.arrivals) {
    for (const { eventId, reason, refusedMilli } of shipment.refusals) {
      if (reason !== 'damaged') continue;
      damagedMilli += refusedMilli;
      evidence.push(eventId);
    }
  }
  for (const { eventId, returnedMilli } of countedReturns(facts, view, delivery, ['damage'])) {
    damagedMilli += returnedMilli;
    evidence.push(eventId);
  }
  if (damagedMilli === 0) return passes('RL.3.24', 'Nothing was damaged.');
  return fails('RL.3.24', 'damaged', `${formatMilli(damagedMilli)} ${facts.unit} were damaged.`, {
    affectedMilli: damagedMilli,
    evidence,
  });
}

/** RL.3.42: long enough to live, and kept at its temperature. */
function judgeDefects({ rules, timeZone }: OrderLineFacts, { receipts }: DeliveryView): Check {
  for (const receipt of receipts) {
    const { eventId, receivedMilli, expiresOn, isTemperatureKept } = receipt;
    const details = { affectedMilli: receivedMilli, evidence: [eventId] };
    if (isTemperatureKept === false) {
      return fails('RL.3.42', 'temperature', 'It was not kept at its temperature.', details);
    }
    if (rules.remainingShelfLifeDays === null) continue;
    if (expiresOn === undefined) {
      return fails('RL.3.42', 'shelf-life', 'It names no day until which it is good.', details);
    }
    const leftDays = daysBetween(localDayAt(receipt.atMs, timeZone), expiresOn);
    if (leftDays < rules.remainingShelfLifeDays) {
      const text = `Good for ${leftDays} days more, ${rules.remainingShelfLifeDays} were agreed.`;
      return fails('RL.3.42', 'shelf-life', text, details);
    }
  }
  return passes('RL.3.42', 'Shelf life and temperature are as agreed.');
}

function judgeConfiguration(facts: OrderLineFacts, view: LineView, delivery: DeliveryView): Check {
  const wrong = delivery.receipts.find(({ isRightConfiguration }) => isRightConfiguration === false);
  const back = countedReturns(facts, view, delivery, ['configuration'])[0];
  if (wrong === undefined && back === undefined) return passes('RL.3.41', 'It is configured as ordered.');
  return fails('RL.3.41', 'configuration', 'It is not configured as ordered.', {
    affectedMilli: wrong?.receivedMilli ?? back?.returnedMilli ?? 0,
    evidence: [(wrong ?? back)!.eventId],
  });
}

function judgeInstallation({ rules }: OrderLineFacts, { installations }: LineView): Check {
  if (!rules.needsInstallation) return passes('RL.3.12', 'No installation was ordered.');
  const last = installations.at(-1);
  if (last === undefined) return isOpen('RL.3.12', 'It is not installed yet.');
  const faulty = installations.find(({ isFaultless }) => !isFaultless);
  return faulty === undefined
    ? passes('RL.3.12', 'The first installation was faultless.', [last.eventId])
    : fails('RL.3.12', 'installation', 'The installation was not faultless.', { evidence: [faulty.eventId] });
}

/** RL.3.55: nothing was dead on arrival or came back for its quality in the days agreed. */
function judgeReturns(facts: OrderLineFacts, view: LineView, delivery: DeliveryView): Check {
  const counted = countedReturns(facts, view, delivery, ['quality', 'dead-on-arrival']);
  if (counted.length === 0)
    return passes('RL.3.55', `Nothing came back within ${facts.rules.returnDays} days.`);
  const affectedMilli = counted.reduce((sum, { returnedMilli }) => sum + returnedMilli, 0);
  const text = `${formatMilli(affectedMilli)} ${facts.unit} came back within ${facts.rules.returnDays} days.`;
  return fails('RL.3.55', 'returned', text, {
    affectedMilli,
    evidence: counted.map(({ eventId }) => eventId),
  });
}

/** RL.2.4: the checks of condition; open while nothing arrived. */
export function judgeCondition(facts: OrderLineFacts, view: LineView, delivery: DeliveryView): Check[] {
  if (delivery.arrivals.length === 0) {
    return (['RL.3.24', 'RL.3.41', 'RL.3.42', 'RL.3.12', 'RL.3.55'] as const).map((check) =>
      isOpen(check, 'Nothing arrived.'),
    );
  }
  return [
    judgeDamage(facts, view, delivery),
    judgeConfiguration(facts, view, delivery),
    judgeDefects(facts, delivery),
    judgeInstallation(facts, view),
    judgeReturns(facts, view, delivery),
  ];
}
