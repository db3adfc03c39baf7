import { bracketedElements, type Element } from '@coplan/fulfillment';
import bwip from 'bwip-js/node';

/** Bars and spaces in turn, in modules, the first a bar; all as high as the symbol. */
export type Bars = { modules: readonly number[]; moduleCount: number; text: string };

/** GS1-128 of elements, with the text that stands below it. Throws `DomainError` where an element cannot be printed. */
export function gs1Bars(elements: readonly Element[]): Bars {
  const text = bracketedElements(elements);
  const [symbol] = bwip.raw('gs1-128', text, {});
  if (symbol === undefined || !('sbs' in symbol)) throw new Error(`GS1-128 of ${text} has no bars`);
  return { modules: symbol.sbs, moduleCount: symbol.sbs.reduce((sum, width) => sum + width, 0), text };
}
