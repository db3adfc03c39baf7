import type { CombineInput } from '../../app/api-types.ts';

/** What the buyer typed; an empty field is not a limit. */
export type CombineChoice = {
  delivery: string | null;
  goal: CombineInput['goal'];
  minimumMoney: number | string;
  minimumPallets: number | string;
  truckPallets: number | string;
  coverDaysMax: number | string;
  budgetMoney: number | string;
};

/** Four weeks: more is rarely wanted of anything, and the buyer sees the figure. */
const coverDaysUsual = 28;

export const firstChoice: CombineChoice = {
  delivery: null,
  goal: 'minimum',
  minimumMoney: '',
  minimumPallets: '',
  truckPallets: '',
  coverDaysMax: coverDaysUsual,
  budgetMoney: '',
};

const numberOf = (value: number | string): number | undefined =>
  typeof value === 'number' && value > 0 ? value : undefined;

/** A delivery as one text: its day and its place. */
export const deliveryKey = ({ deliverOn, locationId }: { deliverOn: string; locationId: string }): string =>
  `${deliverOn} ${locationId}`;

/** What is asked of the server; `undefined` while the goal lacks its number. */
export function combineInputOf(supplierId: string, choice: CombineChoice): CombineInput | undefined {
  const { delivery, goal } = choice;
  const [deliverOn, locationId] = delivery?.split(' ') ?? [];
  if (deliverOn === undefined || locationId === undefined) return undefined;
  const [money, pallets, truck, cover, budget] = [
    choice.minimumMoney,
    choice.minimumPallets,
    choice.truckPallets,
    choice.coverDaysMax,
    choice.budgetMoney,
  ].map(numberOf);
  if (goal === 'budget' && budget === undefined) return undefined;
  if (goal === 'full-truck' && truck === undefined) return undefined;
  if (goal === 'minimum' && money === undefined && pallets === undefined) return undefined;
  const minimum =
    money !== undefined
      ? { measure: 'money' as const, least: Math.round(money * 100) }
      : pallets !== undefined
        ? { measure: 'pallets' as const, least: Math.round(pallets * 1000) }
        : undefined;
  return {
    supplierId,
    deliverOn,
    locationId,
    goal,
    ...(goal === 'budget' || minimum === undefined ? {} : { minimum }),
    ...(goal === 'budget' || truck === undefined ? {} : { palletsMilliMax: Math.round(truck * 1000) }),
    ...(goal === 'budget' || cover === undefined ? {} : { coverDaysMax: Math.round(cover) }),
    ...(goal === 'budget' && budget !== undefined ? { budgetMinor: Math.round(budget * 100) } : {}),
  };
}

/** Kept with every changed proposal; the buyer may say more. */
export const reasonOf = (goal: CombineInput['goal']): string =>
  ({
    minimum: 'Filled up to the minimum of the supplier',
    'full-truck': 'Filled up to a full truck',
    budget: 'Cut to the budget',
  })[goal];
