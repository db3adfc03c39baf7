/** The four second-level components of SCOR RL.1.1. */
export const perfectOrderComponents = ['RL.2.1', 'RL.2.2', 'RL.2.3', 'RL.2.4'] as const;
export type PerfectOrderComponent = (typeof perfectOrderComponents)[number];

/** Third-level checks that the components are made of. */
export const perfectOrderChecks = {
  'RL.3.33': { component: 'RL.2.1', name: 'delivery item accuracy' },
  'RL.3.35': { component: 'RL.2.1', name: 'delivery quantity accuracy' },
  'RL.3.32': { component: 'RL.2.2', name: 'customer commit date achieved' },
  'RL.3.34': { component: 'RL.2.2', name: 'delivery location accuracy' },
  'RL.3.50': { component: 'RL.2.3', name: 'shipping documentation accuracy' },
  'RL.3.31': { component: 'RL.2.3', name: 'compliance documentation accuracy' },
  'RL.3.43': { component: 'RL.2.3', name: 'other required documentation accuracy' },
  'RL.3.45': { component: 'RL.2.3', name: 'payment documentation accuracy' },
  'RL.3.24': { component: 'RL.2.4', name: 'orders delivered damage free' },
  'RL.3.41': { component: 'RL.2.4', name: 'orders delivered in the right configuration' },
  'RL.3.42': { component: 'RL.2.4', name: 'orders delivered defect free' },
  'RL.3.12': { component: 'RL.2.4', name: 'faultless installation' },
  'RL.3.55': { component: 'RL.2.4', name: 'warranty and returns' },
} as const satisfies Record<string, { component: PerfectOrderComponent; name: string }>;
export type PerfectOrderCheck = keyof typeof perfectOrderChecks;

/** What about a check failed; the cause is looked for by it. */
export type Fault =
  | 'wrong-item'
  | 'short'
  | 'over'
  | 'late'
  | 'early'
  | 'not-arrived'
  | 'wrong-place'
  | 'wrong-party'
  | 'ship-notice-missing'
  | 'ship-notice-late'
  | 'ship-notice-differs'
  | 'bill-of-lading-missing'
  | 'bill-of-lading-differs'
  | 'certificate'
  | 'invoice-missing'
  | 'invoice-price'
  | 'invoice-quantity'
  | 'invoice-terms'
  | 'credit'
  | 'damaged'
  | 'configuration'
  | 'shelf-life'
  | 'temperature'
  | 'installation'
  | 'returned';

/**
 * One step of the proof of a score. `score` null: nothing is known yet, or nothing is asked for. `affectedMilli` are the
 * units that the fault is about, for its cost.
 */
export type Check = {
  check: PerfectOrderCheck;
  score: 0 | 1 | null;
  fault: Fault | null;
  affectedMilli: number;
  text: string;
  evidence: readonly string[];
};

type Details = { affectedMilli?: number; evidence?: readonly string[] };

const nothing: readonly string[] = [];

/** Most checks of most lines say the same: one object for each sentence keeps a hundred thousand lines small. */
const said = { passes: new Map<string, Check>(), isOpen: new Map<string, Check>() };
const saidMax = 2_000;

function saying(known: Map<string, Check>, check: PerfectOrderCheck, score: 1 | null, text: string): Check {
  const found = known.get(text);
  if (found !== undefined && found.check === check) return found;
  const made = { check, score, fault: null, affectedMilli: 0, text, evidence: nothing };
  if (found === undefined && known.size < saidMax) known.set(text, made);
  return made;
}

export const passes = (
  check: PerfectOrderCheck,
  text: string,
  evidence: readonly string[] = nothing,
): Check =>
  evidence === nothing
    ? saying(said.passes, check, 1, text)
    : { check, score: 1, fault: null, affectedMilli: 0, text, evidence };

export const fails = (
  check: PerfectOrderCheck,
  fault: Fault,
  text: string,
  { affectedMilli = 0, evidence = nothing }: Details = {},
): Check => ({ check, score: 0, fault, affectedMilli, text, evidence });

export const isOpen = (check: PerfectOrderCheck, text: string): Check =>
  saying(said.isOpen, check, null, text);
