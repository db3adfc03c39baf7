import type { PlainPlan } from '../validation/plain-plan.ts';

/** Types of X12.6, and `n`: the number of EDIFACT, with a point or a comma. */
export type ElementType = 'AN' | 'ID' | 'DT' | 'TM' | 'R' | 'N' | 'n' | 'composite' | 'unknown';

export type ElementSchema = {
  /** Data element reference number; 0 for a composite or an element that is not described. */
  number: number;
  name: string;
  type: ElementType;
  lengthMin: number;
  lengthMax: number;
  isMandatory: boolean;
  /** All values that there are, where the standard closes the list. */
  codes?: ReadonlySet<string> | undefined;
  componentsMax: number;
  /** What the components are, where the composite is described. */
  components?: readonly ElementSchema[] | undefined;
  repeatsMax: number;
};

/** Where no length and no number of times is too much. A number of 32 bits, as all others in a schema are. */
export const unlimited = 2 ** 31 - 1;

/**
 * Every description of an element has the same fields in the same order: those that differ make V8 compile what reads
 * them again and again, which took three times as long as the reading.
 */
export const elementSchema = (about: ElementSchema): ElementSchema => ({
  number: about.number,
  name: about.name,
  type: about.type,
  lengthMin: about.lengthMin,
  lengthMax: about.lengthMax,
  isMandatory: about.isMandatory,
  codes: about.codes,
  componentsMax: about.componentsMax,
  components: about.components,
  repeatsMax: about.repeatsMax,
});

/** A relational condition of X12.6: kind and element positions. */
export type Condition = {
  kind: 'P' | 'R' | 'E' | 'C' | 'L';
  positions: readonly number[];
  /** Bit n − 1 stands for element n. */
  mask: number;
  firstMask: number;
};

export type SegmentSchema = {
  tag: string;
  elements: readonly ElementSchema[];
  conditions: readonly Condition[];
  /** Made at the first quick check. */
  plan: PlainPlan | undefined;
};

/** One place in a set: a segment, or a loop when it has children (its trigger is then the first segment of it). */
export type Node = {
  tag: string;
  isMandatory: boolean;
  timesMax: number;
  children: Level | undefined;
};

/** The places of a set or of a loop in their order, indexed for the validator. */
export type Level = {
  nodes: readonly Node[];
  /** Where a tag may stand: seldom more than one place. */
  positionsOf: ReadonlyMap<string, readonly number[]>;
  mandatoryPositions: readonly number[];
  /** Position by the number of a tag; made at the first message. */
  table: Int16Array | undefined;
};

export type SetSchema = {
  /** Transaction set number or message type. */
  type: string;
  version: string;
  root: Level;
  /** Every tag that may occur somewhere in the set. */
  tags: ReadonlySet<string>;
  /** Every tag of any set: what is not here is no segment at all. */
  knownTags: ReadonlySet<string>;
  segments: ReadonlyMap<string, SegmentSchema>;
  /** Made at the first message. */
  tagTable: ReadonlyMap<string, TagEntry> | undefined;
};

/** A tag of a set: its number in the tables of the levels, and what its elements are. */
export type TagEntry = { number: number; described: SegmentSchema | undefined };

/**
 * Finds the schema of a message, or says which half is missing. `association` is the code of an industry's subset in
 * EDIFACT (UNH 0057, e.g. EAN008).
 */
export type SchemaSource = (
  type: string,
  version: string,
  association?: string,
) => SetSchema | 'unknown-type' | 'unknown-version';
