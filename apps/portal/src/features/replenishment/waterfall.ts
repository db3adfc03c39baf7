/** Geometry of the why-panel: each step is a bar from the quantity before it to the quantity after it. Pure. */
export type WaterfallStep = { quantityBeforeMilli: number; quantityAfterMilli: number };

export type WaterfallBar = {
  /** Left edge and width as shares (0–1) of the common scale. */
  startRatio: number;
  widthRatio: number;
  /** Where the quantity stands after the step; the next bar begins there. */
  endRatio: number;
  changeMilli: number;
  direction: 'up' | 'down' | 'same';
};

export type Waterfall = { bars: WaterfallBar[]; zeroRatio: number; total: WaterfallBar };

const toBar = (
  fromMilli: number,
  toMilli: number,
  ratioOf: (amountMilli: number) => number,
): WaterfallBar => {
  const startRatio = Math.min(ratioOf(fromMilli), ratioOf(toMilli));
  return {
    startRatio,
    widthRatio: Math.max(ratioOf(fromMilli), ratioOf(toMilli)) - startRatio,
    endRatio: ratioOf(toMilli),
    changeMilli: toMilli - fromMilli,
    direction: toMilli > fromMilli ? 'up' : toMilli < fromMilli ? 'down' : 'same',
  };
};

/**
 * All bars on one scale that always holds zero. Quantities may go below zero on the way (stock that exceeds
 * demand); the scale then begins there. With nothing but zeros the bars have no width.
 */
export function waterfallOf(steps: readonly WaterfallStep[]): Waterfall {
  const marks = [0, ...steps.flatMap((step) => [step.quantityBeforeMilli, step.quantityAfterMilli])];
  const lowMilli = Math.min(...marks);
  const spanMilli = Math.max(...marks) - lowMilli;
  const ratioOf = (amountMilli: number): number =>
    spanMilli === 0 ? 0 : (amountMilli - lowMilli) / spanMilli;
  return {
    bars: steps.map((step) => toBar(step.quantityBeforeMilli, step.quantityAfterMilli, ratioOf)),
    zeroRatio: ratioOf(0),
    total: toBar(0, steps.at(-1)?.quantityAfterMilli ?? 0, ratioOf),
  };
}
