import { lineTotalMinor } from '@coplan/kernel';
import { percent } from '../agreement/wording.ts';
import type { AgreementContent } from '../agreement-content.ts';
import { scaleRounded } from '../exact/allocate.ts';
import type { PlanningWindow } from '../windows/planning-window.ts';

/** One item, place and bucket, in thousandths of the base unit. */
export type LiabilityRow = {
  window: PlanningWindow;
  /** What the seller committed to and the buyer accepted; null: no commit, so nobody owes anything. */
  committedMilli: number | null;
  /** Ordered so far. */
  orderedMilli: number;
  /** The buyer's order forecast of today for the bucket; null: none, so the commit still counts as planned. */
  forecastMilli: number | null;
  /** Received so far; null: not known. Counts for buckets that are over. */
  receivedMilli: number | null;
  unitPriceMicros: number | null;
};

/** What the contract says about a window, and what it comes to. */
export type WindowLiability = {
  window: 'past' | 'frozen' | 'slushy';
  liability: 'firm' | 'material' | 'none';
  /** Share of the value that is owed, in ten-thousandths. */
  shareParts: number;
  rule: string;
  committedMilli: number;
  orderedMilli: number;
  /** Committed and not yet ordered: what the buyer still has to buy. */
  openMilli: number;
  openMinor: number;
  /** Committed, and no longer planned or (past) never ordered. */
  buyerDebtMilli: number;
  buyerDebtMinor: number;
  /** Ordered within the commit and (past) not received. */
  sellerDebtMilli: number;
  sellerDebtMinor: number;
  /** Rows without a price: their quantities are counted, their money cannot be. */
  unpricedCount: number;
};

export type LiabilityMeter = {
  windows: WindowLiability[];
  openMinor: number;
  buyerDebtMinor: number;
  sellerDebtMinor: number;
  unpricedCount: number;
};

const parts = 10_000;

/**
 * What both sides owe one another in the windows that bind, in minor units of the agreement's currency. The buyer owes
 * what was committed and will not be bought: over buckets that are over the part never ordered, ahead the part that the
 * forecast of today no longer shows. The seller owes what was ordered within the commit and did not come. Firm liability
 * is the full price, material the agreed share, none is nothing. A bucket that is over was frozen last and counts so.
 */
export function measureLiability(
  rows: readonly LiabilityRow[],
  { liability }: Pick<AgreementContent['horizons'], 'liability'>,
): LiabilityMeter {
  const meters = {
    past: emptyMeter('past', liability.frozen, liability.materialRatio),
    frozen: emptyMeter('frozen', liability.frozen, liability.materialRatio),
    slushy: emptyMeter('slushy', liability.slushy, liability.materialRatio),
  };
  for (const row of rows) {
    if (row.window === 'liquid' || row.window === 'beyond' || row.committedMilli === null) continue;
    addRow(meters[row.window], row, row.committedMilli);
  }
  const windows = [meters.past, meters.frozen, meters.slushy];
  const sum = (field: 'openMinor' | 'buyerDebtMinor' | 'sellerDebtMinor' | 'unpricedCount'): number =>
    windows.reduce((total, meter) => total + meter[field], 0);
  return {
    windows,
    openMinor: sum('openMinor'),
    buyerDebtMinor: sum('buyerDebtMinor'),
    sellerDebtMinor: sum('sellerDebtMinor'),
    unpricedCount: sum('unpricedCount'),
  };
}

function emptyMeter(
  window: WindowLiability['window'],
  liability: WindowLiability['liability'],
  materialRatio: number,
): WindowLiability {
  const shareParts =
    liability === 'firm' ? parts : liability === 'none' ? 0 : Math.round(materialRatio * parts);
  return {
    window,
    liability,
    shareParts,
    rule: ruleText(window, liability, shareParts / parts),
    committedMilli: 0,
    orderedMilli: 0,
    openMilli: 0,
    openMinor: 0,
    buyerDebtMilli: 0,
    buyerDebtMinor: 0,
    sellerDebtMilli: 0,
    sellerDebtMinor: 0,
    unpricedCount: 0,
  };
}

function ruleText(window: string, liability: WindowLiability['liability'], share: number): string {
  const where = window === 'past' ? 'Buckets that are over (frozen before)' : `In the ${window} window`;
  if (liability === 'firm') return `${where}: firm, what was committed is owed at the full price.`;
  if (liability === 'none') return `${where}: no liability, nothing is owed.`;
  return `${where}: material, ${percent(share)} of the price of what was committed is owed.`;
}

function addRow(meter: WindowLiability, row: LiabilityRow, committedMilli: number): void {
  const isOver = meter.window === 'past';
  const stillPlannedMilli = isOver ? 0 : (row.forecastMilli ?? committedMilli);
  const openMilli = Math.max(0, committedMilli - row.orderedMilli);
  const buyerDebtMilli = Math.max(0, committedMilli - Math.max(row.orderedMilli, stillPlannedMilli));
  const dueMilli = Math.min(row.orderedMilli, committedMilli);
  const sellerDebtMilli =
    isOver && row.receivedMilli !== null ? Math.max(0, dueMilli - row.receivedMilli) : 0;
  meter.committedMilli += committedMilli;
  meter.orderedMilli += row.orderedMilli;
  meter.openMilli += openMilli;
  meter.buyerDebtMilli += buyerDebtMilli;
  meter.sellerDebtMilli += sellerDebtMilli;
  const { unitPriceMicros } = row;
  if (unitPriceMicros === null) {
    meter.unpricedCount += 1;
    return;
  }
  const moneyOf = (quantityMilli: number): number =>
    scaleRounded(lineTotalMinor({ quantityMilli, unitPriceMicros }), meter.shareParts, parts);
  meter.openMinor += moneyOf(openMilli);
  meter.buyerDebtMinor += moneyOf(buyerDebtMilli);
  meter.sellerDebtMinor += moneyOf(sellerDebtMilli);
}
