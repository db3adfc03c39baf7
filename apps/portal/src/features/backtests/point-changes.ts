import type { BacktestPoint } from '../../app/api-types.ts';

type Measured = {
  [Name in keyof BacktestPoint]: BacktestPoint[Name] extends number | null ? Name : never;
}[keyof BacktestPoint];

/** What one figure of a policy is more than today's; null where one of both is not known. */
export function changeOf(
  today: BacktestPoint | null,
  other: BacktestPoint | null,
  name: Measured,
): number | null {
  const [before, after] = [today?.[name] ?? null, other?.[name] ?? null];
  return before === null || after === null ? null : after - before;
}

/** Signed money with a real minus: "+€1,200", "−€300", "€0"; "–" where it is not known. */
export function moneyChange(
  changeMinor: number | null,
  currency: string,
  format: (amountMinor: number, currency: string) => string,
): string {
  if (changeMinor === null) return '–';
  const text = format(Math.abs(changeMinor), currency);
  if (Math.round(changeMinor / 100) === 0) return format(0, currency);
  return changeMinor < 0 ? `−${text}` : `+${text}`;
}
