/** What is known of an item at a place before it sells. */
export type ItemAttributes = {
  readonly key: string;
  readonly category: string | null;
  readonly supplier: string | null;
  readonly location: string;
  /** Price per unit, in any one currency; null where unknown. */
  readonly price: number | null;
};

export type ChosenAnalogue = { readonly key: string; readonly similarity: number };

const weights = { category: 0.4, location: 0.25, supplier: 0.15, price: 0.2 };
const similarityMin = 0.35;

/** Half as alike where one costs twice the other. */
const priceLikeness = (left: number | null, right: number | null): number =>
  left === null || right === null || left <= 0 || right <= 0 ? 0 : 2 ** -Math.abs(Math.log2(left / right));

const similarityOf = (item: ItemAttributes, other: ItemAttributes): number =>
  (item.category !== null && item.category === other.category ? weights.category : 0) +
  (item.location === other.location ? weights.location : 0) +
  (item.supplier !== null && item.supplier === other.supplier ? weights.supplier : 0) +
  weights.price * priceLikeness(item.price, other.price);

/**
 * The `countMax` items most like this one, most alike first; those that share hardly anything are no analogues. Equal
 * ones by key, so that the choice does not depend on the order of the candidates.
 */
export const chooseAnalogues = (
  item: ItemAttributes,
  candidates: readonly ItemAttributes[],
  countMax: number,
): ChosenAnalogue[] =>
  candidates
    .filter(({ key }) => key !== item.key)
    .map((other) => ({ key: other.key, similarity: similarityOf(item, other) }))
    .filter(({ similarity }) => similarity >= similarityMin)
    .sort((left, right) => right.similarity - left.similarity || (left.key < right.key ? -1 : 1))
    .slice(0, countMax);
