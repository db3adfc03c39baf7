import type { Demand } from './allocation-input.ts';
import { openOf, type Shelf } from './shelf.ts';

/** Lines that stand or fall together: a ship-complete order, a ship-complete line, or any other line by itself. */
export type Group = { demands: Demand[]; mustBeWhole: boolean };

export const isWhole = (shelf: Shelf, { demands }: Group): boolean =>
  demands.every((demand) => openOf(shelf, demand) === 0);
