import type { Issue, IssueCode, Place } from '../issue.ts';
import type { Level, Node, SegmentSchema, SetSchema } from '../schema/schema.ts';
import type { Segment } from '../syntax/segment.ts';
import type { SegmentRecords } from '../syntax/segment-records.ts';
import { checkSegment } from './check-segment.ts';
import { isPlainlyValid, type PlainSegment } from './is-plainly-valid.ts';
import type { LevelVerdict } from './levels.ts';
import { Loop } from './loop.ts';

/** One open loop: how far its structure has been followed. */
type Frame = { level: Level; position: number; times: number; name: string };
/** Where a segment belongs, as one number: its depth times this, and its position there. */
const depthStep = 65_536;
const nowhere = -1;
/** The segment that is checked while it lies in the reader, and how to keep it. */
export type CurrentSegment = PlainSegment & { toSegment(): Segment };

const issuesMax = 200;

export type ValidatorOptions = {
  /** What an issue means; `off` still puts each segment where it belongs. */
  level: LevelVerdict;
  /** In X12 a segment needs an element. */
  isX12: boolean;
  place: (segment: Segment, index: number) => Place;
};

/**
 * Follows one message through its structure, segment by segment: puts each where it belongs, and reports what is
 * missing, too often, out of order or unknown. Memory: the message and at most 200 issues.
 */
export class SetValidator {
  readonly issues: Issue[] = [];
  readonly schema: SetSchema;
  readonly #about: ValidatorOptions;
  /** Frames are used again: those above `#depth` are closed. */
  readonly #frames: Frame[];
  #depth = 0;
  /** For each segment of the body that has a place, its index and its place, from which the loops are made. */
  readonly #places: number[] = [];
  #isCut = false;

  constructor(schema: SetSchema, about: ValidatorOptions) {
    this.schema = schema;
    this.#about = about;
    this.#frames = [{ level: schema.root, position: 0, times: 0, name: schema.type }];
  }

  /** Takes the next segment between the first and the last of the message; `index` counts from the first as 1. */
  add(tag: string, current: CurrentSegment, index: number): void {
    if (current.count === 0 && this.#about.isX12 && !this.#isCut) {
      const why = `${tag.slice(0, 20)} has no elements`;
      this.#reportSegment('segment-empty', why, current.toSegment(), index);
    }
    const place = this.#find(tag);
    if (place === nowhere) {
      if (!this.#isCut) this.#refuse(current.toSegment(), index);
      return;
    }
    this.#places.push(index, place);
    this.#follow(place, current, index);
    if (this.#about.level === 'off' || this.#isCut) return;
    const described = this.schema.segments.get(tag);
    if (described === undefined || isPlainlyValid(described, current)) return;
    this.#checkClosely(described, current.toSegment(), index);
  }

  #checkClosely(described: SegmentSchema, segment: Segment, index: number): void {
    checkSegment(described, segment, (fault) => {
      const { code, why, value, elementNumber, element, component, repetition } = fault;
      const place = { ...this.#about.place(segment, index), element, component, repetition };
      place.offset = segment.offsetOf(element, component);
      this.#report({
        code,
        message: why,
        place,
        value: value?.slice(0, 99),
        elementNumber: elementNumber === 0 ? undefined : elementNumber,
      });
    });
  }

  /** The message ends before this segment: complains of what never came. */
  end(segment: Segment, index: number): void {
    for (let depth = this.#depth; depth >= 0; depth--) {
      const frame = this.#frames[depth];
      if (frame !== undefined) this.#complainOfMissing(frame, frame.level.nodes.length, segment, index);
    }
  }

  /** The segments in their loops. */
  rootOf(records: SegmentRecords): Loop {
    const root = new Loop(this.schema.type);
    const open = [{ loop: root, level: this.schema.root }];
    for (let at = 0; at < this.#places.length; at += 2) {
      const index = this.#places[at] ?? 0;
      const place = this.#places[at + 1] ?? 0;
      open.length = Math.floor(place / depthStep) + 1;
      const frame = open.at(-1);
      const node = frame?.level.nodes[place % depthStep];
      const segment = records.at(index - 1);
      if (frame === undefined || node === undefined || segment === undefined) continue;
      if (node.children === undefined) frame.loop.items.push({ segment, index });
      else {
        const loop = new Loop(node.tag);
        loop.items.push({ segment, index });
        frame.loop.children.push(loop);
        open.push({ loop, level: node.children });
      }
    }
    return root;
  }

  /** The innermost loop that can take the tag; outer loops are tried when inner ones cannot. */
  #find(tag: string): number {
    let exhausted = nowhere;
    for (let depth = this.#depth; depth >= 0; depth--) {
      const frame = this.#frames[depth] as Frame;
      const positions = frame.level.positionsOf.get(tag);
      if (positions === undefined) continue;
      for (const position of positions) {
        if (position < frame.position) continue;
        const timesMax = frame.level.nodes[position]?.timesMax ?? 0;
        const place = depth * depthStep + position;
        if (position > frame.position || frame.times < timesMax) return place;
        if (exhausted === nowhere) exhausted = place;
      }
    }
    return exhausted;
  }

  #follow(place: number, current: CurrentSegment, index: number): void {
    const depth = Math.floor(place / depthStep);
    const position = place % depthStep;
    for (; this.#depth > depth; this.#depth--) {
      const closed = this.#frames[this.#depth] as Frame;
      if (!this.#isCut && lacksMandatory(closed, closed.level.nodes.length)) {
        this.#complainOfMissing(closed, closed.level.nodes.length, current.toSegment(), index);
      }
    }
    const frame = this.#frames[depth];
    const node = frame?.level.nodes[position];
    if (frame === undefined || node === undefined) return;
    if (position > frame.position) {
      if (!this.#isCut && lacksMandatory(frame, position)) {
        this.#complainOfMissing(frame, position, current.toSegment(), index);
      }
      frame.position = position;
      frame.times = 0;
    }
    frame.times++;
    if (frame.times === node.timesMax + 1 && !this.#isCut)
      this.#complainOfTooMany(node, current.toSegment(), index);
    if (node.children === undefined) return;
    this.#depth++;
    const below = this.#frames[this.#depth];
    if (below === undefined)
      this.#frames.push({ level: node.children, position: 0, times: 0, name: node.tag });
    else {
      below.level = node.children;
      below.position = 0;
      below.times = 0;
      below.name = node.tag;
    }
  }

  #complainOfMissing(frame: Frame, until: number, segment: Segment, index: number): void {
    if (this.#isCut) return;
    const from = firstOpen(frame);
    for (const position of frame.level.mandatoryPositions) {
      const node = frame.level.nodes[position];
      if (position < from || position >= until || node === undefined) continue;
      const where =
        frame.level === this.schema.root ? `the ${this.schema.type}` : `the loop of ${frame.name}`;
      this.#reportSegment(
        'segment-missing',
        `${node.tag} is mandatory in ${where} and missing before this`,
        segment,
        index,
        node.tag,
      );
    }
  }

  #complainOfTooMany(node: Node, segment: Segment, index: number): void {
    const code = node.children === undefined ? 'segment-too-often' : 'loop-too-often';
    this.#reportSegment(code, `${node.tag} may come at most ${node.timesMax} times here`, segment, index);
  }

  #refuse(segment: Segment, index: number): void {
    const { tag } = segment;
    const { type, version } = this.schema;
    if (this.schema.tags.has(tag)) {
      this.#reportSegment(
        'segment-out-of-order',
        `${tag} belongs to the ${type}, but not at this place`,
        segment,
        index,
      );
    } else if (this.schema.knownTags.has(tag)) {
      this.#reportSegment(
        'segment-not-in-message',
        `${tag} does not belong to the ${type} in version ${version}`,
        segment,
        index,
      );
    } else {
      const shown = tag.slice(0, 20);
      this.#reportSegment(
        'segment-unknown',
        `"${shown}" is no segment of the ${type} in version ${version}`,
        segment,
        index,
      );
    }
  }

  #reportSegment(code: IssueCode, message: string, segment: Segment, index: number, tag?: string): void {
    if (this.#isCut) return;
    const place = this.#about.place(segment, index);
    this.#report({
      code,
      message,
      place: tag === undefined ? place : { ...place, segment: tag },
    });
  }

  #report(issue: Omit<Issue, 'severity'>): void {
    const severity = this.#about.level;
    if (severity === 'off') return;
    const { code, ...rest } = issue;
    if (this.issues.length < issuesMax) this.issues.push({ code, severity, ...rest });
    else if (!this.#isCut) {
      this.#isCut = true;
      this.issues.push({
        code: 'issues-cut',
        severity,
        message: `more than ${issuesMax} issues in this message: the rest is not listed`,
        place: issue.place,
      });
    }
  }
}

const firstOpen = ({ times, position }: Frame): number => (times > 0 ? position + 1 : position);

/** Whether something mandatory never came in front of the position. */
function lacksMandatory(frame: Frame, until: number): boolean {
  const { mandatoryPositions } = frame.level;
  if (mandatoryPositions.length === 0) return false;
  const from = firstOpen(frame);
  for (const position of mandatoryPositions) if (position >= from && position < until) return true;
  return false;
}
