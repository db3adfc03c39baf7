import type { Criterion } from '../agreement-content.ts';
import { volumeClasses } from '../vocabulary.ts';
import type { EvaluationInput } from './evaluation-input.ts';
import { windowCodes } from './evaluation-input.ts';
import { emptyFindings, emptySums, type Findings, type RowSums } from './findings.ts';
import { type Limits, limitsOf } from './limits.ts';

/** One criterion over a range of rows: what each test reads and where it writes. */
export type Testing<Kind extends Criterion = Criterion> = {
  readonly input: EvaluationInput;
  readonly criterion: Kind;
  readonly limits: Limits;
  readonly fromRow: number;
  readonly beforeRow: number;
  /** 1 where the criterion applies to the row, by category and volume. */
  readonly applies: Uint8Array;
  /** 1 where the criterion looks at the bucket, by window. */
  readonly inWindow: Uint8Array;
  /** Event of each cell plus one; 0: none. null: there are no events. */
  readonly eventOfCell: Int32Array | null;
  readonly findings: Findings;
  readonly sums: RowSums;
};

const windowsOf: Readonly<Record<string, readonly number[]>> = {
  all: [windowCodes.frozen, windowCodes.slushy, windowCodes.liquid],
  frozen: [windowCodes.frozen],
  slushy: [windowCodes.slushy],
  liquid: [windowCodes.liquid],
  'frozen-and-slushy': [windowCodes.frozen, windowCodes.slushy],
};

function rowsOf({ rows }: EvaluationInput, { categories, volumeClasses: classes }: Criterion): Uint8Array {
  const applies = new Uint8Array(rows.itemLocationIds.length).fill(1);
  if (categories !== null) {
    const wanted = new Set(categories);
    rows.categories.forEach((category, row) => {
      if (!wanted.has(category)) applies[row] = 0;
    });
  }
  if (classes !== undefined) {
    const wanted = new Set(classes.map((name) => volumeClasses.indexOf(name)));
    rows.volumeClasses.forEach((volumeClass, row) => {
      if (!wanted.has(volumeClass)) applies[row] = 0;
    });
  }
  return applies;
}

/** Prepares a criterion for a range of rows; `sums` and `findings` begin empty. */
export function testingOf(
  input: EvaluationInput,
  criterion: Criterion,
  range: { fromRow: number; beforeRow: number; eventOfCell: Int32Array | null },
): Testing {
  const window = criterion.kind === 'forecast' ? criterion.window : 'all';
  const looked = windowsOf[window] ?? [];
  return {
    input,
    criterion,
    ...range,
    limits: limitsOf(criterion),
    applies: rowsOf(input, criterion),
    inWindow: Uint8Array.from(input.windows, (code) => (looked.includes(code) ? 1 : 0)),
    findings: emptyFindings(),
    sums: emptySums(input.rows.itemLocationIds.length),
  };
}
