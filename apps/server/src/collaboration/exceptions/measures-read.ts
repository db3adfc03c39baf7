import { measuresExposed } from '@coplan/collaboration';
import type { AssembledInput } from './assemble-input.ts';

/** Measures that each side has to be allowed to see for the criteria given, as far as they were there to be read. */
export function readsOf(
  codes: ReadonlySet<string> | null,
  { input, open }: Pick<AssembledInput, 'input' | 'open'>,
): { buyerReads: string[]; sellerReads: string[] } {
  const exposed = input.criteria
    .filter(({ code }) => codes === null || codes.has(code))
    .flatMap((criterion) => measuresExposed(criterion))
    .filter((measure) => open.ruleOf(measure) !== undefined);
  const of = (owner: 'buyer' | 'seller') =>
    [...new Set(exposed.filter((one) => one.owner === owner).map(({ measure }) => measure))].sort();
  return { buyerReads: of('seller'), sellerReads: of('buyer') };
}
