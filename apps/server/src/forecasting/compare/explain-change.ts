/** One kind of news: whether two inputs differ in it, and the older input with the newer one's in its place. */
export type Cause<Input> = {
  code: string;
  isChanged(before: Input, after: Input): boolean;
  apply(current: Input, after: Input): Input;
};

/** A part of the change and what caused it. `several`: more than one cause that were not told apart. */
export type ChangePart = { code: string; changeMilli: number };

/** Not one of the causes: something of the input that nobody has named yet. */
export const otherInput = 'other-input';
/** The output differs and nothing of the input does: an error. */
export const unexplained = 'unexplained';

/** JSON with keys in order: equal inputs are equal texts, in whatever order their fields were written. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    field !== null && typeof field === 'object' && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([left], [right]) => (left < right ? -1 : 1)))
      : field,
  );
}

export const isSame = (left: unknown, right: unknown): boolean => canonical(left) === canonical(right);

/** A cause that is one or more fields of the input. */
export const fieldsCause = <Input extends object>(
  code: string,
  fields: readonly (keyof Input)[],
): Cause<Input> => ({
  code,
  isChanged: (before, after) => fields.some((field) => !isSame(before[field], after[field])),
  apply: (current, after) => {
    const next = { ...current };
    for (const field of fields) {
      if (after[field] === undefined) delete next[field];
      else next[field] = after[field];
    }
    return next;
  },
});

/** What lies between two inputs: the codes in their order and the inputs on the way, each one cause further. */
export type Path<Input> = { codes: string[]; inputs: Input[] };

/**
 * The way from one input to the other, cause by cause in the order given. What is left when all named causes are done is
 * `other-input`; equal inputs have no way. The last input is `after` itself and is not listed.
 */
export function pathBetween<Input>(
  before: Input,
  after: Input,
  causes: readonly Cause<Input>[],
): Path<Input> {
  if (isSame(before, after)) return { codes: [], inputs: [] };
  const codes: string[] = [];
  const inputs: Input[] = [];
  let current = before;
  for (const cause of causes) {
    if (!cause.isChanged(current, after)) continue;
    current = cause.apply(current, after);
    codes.push(cause.code);
    inputs.push(current);
  }
  if (!isSame(current, after)) codes.push(otherInput);
  else inputs.pop();
  return { codes, inputs };
}

/**
 * A change split among its causes: `measured` are the outputs before, after each cause on the way, and after the last.
 * The parts add up to the whole change.
 */
export const partsOf = (codes: readonly string[], measured: readonly number[]): ChangePart[] =>
  codes.map((code, index) => ({
    code,
    changeMilli: (measured[index + 1] ?? 0) - (measured[index] ?? 0),
  }));

export type ExplainedLine = {
  itemLocationId: string;
  beforeMilli: number;
  afterMilli: number;
  parts: ChangePart[];
  /** The change in money at the purchase price; null where there is no price. */
  valueMinor: number | null;
};

export type CauseGroup = {
  code: string;
  itemCount: number;
  /** Up and down kept apart: together they might hide one another. */
  increaseMilli: number;
  decreaseMilli: number;
  valueMinor: number | null;
};

/** All lines by cause, the largest first. Money is shared like the quantities. */
export function groupByCause(lines: readonly ExplainedLine[]): CauseGroup[] {
  const groups = new Map<string, CauseGroup>();
  for (const { parts, beforeMilli, afterMilli, valueMinor } of lines) {
    const change = afterMilli - beforeMilli;
    for (const { code, changeMilli } of parts) {
      const group = groups.get(code) ?? {
        code,
        itemCount: 0,
        increaseMilli: 0,
        decreaseMilli: 0,
        valueMinor: null,
      };
      groups.set(code, group);
      group.itemCount += 1;
      if (changeMilli > 0) group.increaseMilli += changeMilli;
      else group.decreaseMilli -= changeMilli;
      if (valueMinor !== null && change !== 0) {
        group.valueMinor = (group.valueMinor ?? 0) + Math.round((valueMinor * changeMilli) / change);
      }
    }
  }
  return [...groups.values()].sort(
    (left, right) =>
      Number(right.code === unexplained) - Number(left.code === unexplained) ||
      right.increaseMilli + right.decreaseMilli - left.increaseMilli - left.decreaseMilli ||
      right.itemCount - left.itemCount,
  );
}
