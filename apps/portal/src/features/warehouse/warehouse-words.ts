/** "18 kg", "12.4 kg": grams as people who lift them read it. */
export const formatGrams = (grams: number): string =>
  `${new Intl.NumberFormat('en', { maximumFractionDigits: grams < 100_000 ? 1 : 0 }).format(grams / 1000)} kg`;

/** An SSCC in groups that the eye can hold: extension, prefix and serial, check digit. */
export const formatSscc = (sscc: string): string =>
  sscc.replace(/^(\d)(\d{4})(\d{4})(\d{4})(\d{4})(\d)$/, '$1 $2 $3 $4 $5 $6');

/** "10 pieces of 10" beside an amount, where it is made of pieces that are lifted. */
export function piecesText(quantityMilli: number, pieceMilli: number | null): string {
  if (pieceMilli === null || pieceMilli <= 1000) return '';
  const whole = Math.floor(quantityMilli / pieceMilli);
  const rest = quantityMilli - whole * pieceMilli;
  const pieces = `${whole} × ${pieceMilli / 1000}`;
  if (whole === 0) return '';
  return rest === 0 ? pieces : `${pieces} + ${rest / 1000}`;
}

export const methodNames: Readonly<Record<string, string>> = {
  order: 'order by order',
  zone: 'zone by zone',
  batch: 'several orders on a cart',
};

/** Why a bin held less than asked; whoever counts it reads this. */
export const shortReasons = [
  'The bin is empty',
  'Fewer than the books say',
  'Damaged goods',
  'Another item lies there',
  'Cannot be reached',
] as const;

/** Why goods were refused at the door. */
export const refusedTitles = {
  damaged: 'Damaged',
  'wrong-place': 'Wrong place',
  'not-ordered': 'Not ordered',
  other: 'Another reason',
} as const;
