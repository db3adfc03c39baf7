import type { DemandPattern, DemoProduct } from './demo-products.ts';
import type { SeededRandom } from './seeded-random.ts';

/** What one item sold at one place, oldest period first. */
export type DemoSeries = { soldMilli: (number | null)[]; inStock: boolean[] };

export const demoWeeks = 104;

/** Share of the ordinary level in a week of the year (0 to 51, week 0 begins near 1 January). */
function seasonOf(pattern: DemandPattern, weekOfYear: number): number {
  const wave = Math.cos((2 * Math.PI * (weekOfYear - 29)) / 52);
  if (pattern === 'summer') return 1 + 0.45 * wave;
  if (pattern === 'winter') return 1 - 0.35 * wave;
  if (pattern === 'festive') return weekOfYear >= 48 || weekOfYear === 14 ? 2.1 : 0.92;
  return 1 + 0.06 * wave;
}

function levelOf(pattern: DemandPattern, weekIndex: number): number {
  const share = weekIndex / demoWeeks;
  if (pattern === 'growing') return 0.7 + 0.6 * share;
  if (pattern === 'fading') return 1.35 - 0.75 * share;
  return 1 + 0.05 * share;
}

type Shop = { size: number; bucketDays: 1 | 7; firstWeekOfYear: number };

/** Shares of Monday to Sunday; shops are busiest before the weekend. */
const weekdayShares = [0.12, 0.12, 0.13, 0.14, 0.19, 0.2, 0.1];

/**
 * Two years of sales: level, trend, season, weekday, promotions with the dip after them, empty shelves. Items of
 * pattern `new` begin some weeks ago; `slow` ones sell now and then.
 */
export function makeDemand(product: DemoProduct, shop: Shop, random: SeededRandom): DemoSeries {
  const series: DemoSeries = { soldMilli: [], inStock: [] };
  const startsAtWeek = product.pattern === 'new' ? demoWeeks - random.whole(9, 22) : 0;
  const noise = random.between(0.06, 0.16);
  let promotionWeeks = 0;
  let hungoverWeeks = 0;
  let emptyDays = 0;
  for (let week = startsAtWeek; week < demoWeeks; week++) {
    if (promotionWeeks === 0 && hungoverWeeks === 0 && random.chance(0.035))
      promotionWeeks = random.whole(1, 2);
    const isPromoted = promotionWeeks > 0;
    const lift = isPromoted ? random.between(1.5, 2.3) : hungoverWeeks > 0 ? 0.82 : 1;
    hungoverWeeks = isPromoted && promotionWeeks === 1 ? 1 : Math.max(0, hungoverWeeks - 1);
    promotionWeeks = Math.max(0, promotionWeeks - 1);
    const season = seasonOf(product.pattern, (shop.firstWeekOfYear + week) % 52);
    const weekly =
      product.soldPerWeek *
      shop.size *
      season *
      levelOf(product.pattern, week) *
      lift *
      Math.exp(noise * random.normal());
    if (emptyDays === 0 && random.chance(0.018)) emptyDays = random.whole(2, 12);
    const periods = shop.bucketDays === 7 ? [1] : weekdayShares;
    for (const share of periods) {
      const days = shop.bucketDays;
      const emptyNow = Math.min(emptyDays, days);
      emptyDays -= emptyNow;
      const wanted = random.poisson(weekly * share);
      const sold = emptyNow === 0 ? wanted : Math.floor(wanted * Math.max(0, 1 - emptyNow / days));
      series.soldMilli.push(sold * 1000);
      series.inStock.push(emptyNow === 0);
    }
  }
  return series;
}

/** Pieces that sell in an ordinary week of late: the mean of the last eight weeks with stock. */
export function recentPerWeek({ soldMilli, inStock }: DemoSeries, bucketDays: 1 | 7): number {
  const periods = bucketDays === 7 ? 8 : 56;
  let sum = 0;
  let count = 0;
  for (let index = Math.max(0, soldMilli.length - periods); index < soldMilli.length; index++) {
    if (inStock[index] !== true) continue;
    sum += (soldMilli[index] ?? 0) / 1000;
    count += 1;
  }
  return count === 0 ? 0 : (sum / count) * (bucketDays === 7 ? 1 : 7);
}
