import type { Issue, IssueCode, Place } from '../issue.ts';
import { type IssueLog, undescribed } from '../issue-log.ts';
import type { Level, SegmentSchema, SetSchema, TagEntry } from '../schema/schema.ts';
import type { Segment } from '../syntax/segment.ts';
import { checkSegment } from './check-segment.ts';
import { isPlainlyValid, type PlainSegment } from './is-plainly-valid.ts';
import type { LevelVerdict } from './levels.ts';
import { depthOf, placeOf, positionOf } from './loops-of.ts';
import { manyPositions, tagTableOf } from './tag-table.ts';

/** One open loop: how far its structure has been followed. */
type Frame = { level: Level; position: number; times: number; name: string };
const nowhere = -1;
/** The segment that is checked while it lies in the reader, and how to keep it. */
export type CurrentSegment = PlainSegment & {
  readonly tag: string;
  readonly offset: number;
  toSegment(): Segment;
};

const issuesMax = 200;

export type ValidatorOptions = {
  /** What an issue means; `off` still puts each segment where it belongs. */
  level: LevelVerdict;
  /** In X12 a segment needs an element. */
  isX12: boolean;
  place: (segment: Pick<Segment, 'tag' | 'offset'>, index: number) => Place;
  /** Counts issues, and says which are listed and described. */
  log: Pick<IssueLog, 'admits' | 'isFull' | 'isMessageFree'>;
};

/**
 * Follows one message after the other through its structure, segment by segment: puts each where it belongs, and reports
 * what is missing, too often, out of order or unknown. Memory: the places of the message and at most 200 issues.
 */
export class SetValidator {
  /** What was found in this message; the list is used again for the next. */
  readonly issues: Issue[] = [];
  readonly #about: ValidatorOptions;
  #schema: SetSchema | undefined;
  #tags: ReadonlyMap<string, TagEntry> = new Map();
  /** The same tag often comes again and again. */
  #lastTag: string | undefined;
  #lastEntry: TagEntry | undefined;
  /** Frames are used again: those above `#depth` are closed. */
  readonly #frames: Frame[] = [];
  #depth = 0;
  #isCut = false;

  constructor(about: ValidatorOptions) {
    this.#about = about;
  }

  /** A message begins. */
  begin(schema: SetSchema): void {
    this.issues.length = 0;
    this.#isCut = false;
    this.#depth = 0;
    this.#schema = schema;
    this.#tags = tagTableOf(schema);
    this.#lastTag = undefined;
    this.#enter(schema.root, schema.type);
  }

  /**
   * Takes the next segment between the first and the last of the message; `index` counts from the first as 1. Returns its
   * place in the structure (see loops-of.ts), −1 when it has none.
   */
  add(tag: string, current: CurrentSegment, index: number): number {
    if (current.count === 0 && this.#about.isX12 && this.#tells()) {
      this.#put(
        'segment-empty',
        () => `${tag.slice(0, 20)} has no elements`,
        this.#about.place(current, index),
      );
    }
    if (tag !== this.#lastTag) {
      this.#lastTag = tag;
      this.#lastEntry = this.#tags.get(tag);
    }
    const entry = this.#lastEntry;
    const place = entry === undefined ? nowhere : this.#find(tag, entry.number);
    if (place === nowhere) {
      if (this.#tells()) this.#refuse(tag, current, index);
      return nowhere;
    }
    this.#follow(place, current, index);
    const described = entry?.described;
    if (this.#about.level === 'off' || this.#isCut || described === undefined) return place;
    if (!isPlainlyValid(described, current)) this.#checkClosely(described, current.toSegment(), index);
    return place;
  }

  #checkClosely(described: SegmentSchema, segment: Segment, index: number): void {
    checkSegment(described, segment, (fault) => {
      if (!this.#tells()) return;
      const { code, why, value, elementNumber, element, component, repetition } = fault;
      const place = { ...this.#about.place(segment, index), element, component, repetition };
      place.offset = segment.offsetOf(element, component);
      this.#put(code, why, place, {
        value: value?.slice(0, 99),
        elementNumber: elementNumber === 0 ? undefined : elementNumber,
      });
    });
  }

  /** The message ends before this segment: complains of what never came. */
  end(segment: CurrentSegment, index: number): void {
    for (let depth = this.#depth; depth >= 0; depth--) {
      const frame = this.#frames[depth];
      if (frame !== undefined) this.#complainOfMissing(frame, frame.level.nodes.length, segment, index);
    }
  }

  /** The innermost loop that can take the tag; outer loops are tried when inner ones cannot. */
  #find(tag: string, number: number): number {
    let exhausted = nowhere;
    for (let depth = this.#depth; depth >= 0; depth--) {
      const frame = this.#frames[depth] as Frame;
      const { level } = frame;
      const position = level.table?.[number] as number;
      if (position >= frame.position) {
        const timesMax = level.nodes[position]?.timesMax ?? 0;
        if (position > frame.position || frame.times < timesMax) return placeOf(depth, position);
        if (exhausted === nowhere) exhausted = placeOf(depth, position);
      } else if (position === manyPositions) {
        for (const one of level.positionsOf.get(tag) ?? []) {
          if (one < frame.position) continue;
          if (one > frame.position || frame.times < (level.nodes[one]?.timesMax ?? 0))
            return placeOf(depth, one);
          if (exhausted === nowhere) exhausted = placeOf(depth, one);
        }
      }
    }
    return exhausted;
  }

  #follow(place: number, current: CurrentSegment, index: number): void {
    const depth = depthOf(place);
    const position = positionOf(place);
    for (; this.#depth > depth; this.#depth--) {
      const closed = this.#frames[this.#depth] as Frame;
      if (lacksMandatory(closed, closed.level.nodes.length)) {
        this.#complainOfMissing(closed, closed.level.nodes.length, current, index);
      }
    }
    const frame = this.#frames[depth];
    const node = frame?.level.nodes[position];
    if (frame === undefined || node === undefined) return;
    if (position > frame.position) {
      if (lacksMandatory(frame, position)) this.#complainOfMissing(frame, position, current, index);
      frame.position = position;
      frame.times = 0;
    }
    frame.times++;
    if (frame.times === node.timesMax + 1 && this.#tells()) {
      const code = node.children === undefined ? 'segment-too-often' : 'loop-too-often';
      const why = () => `${node.tag} may come at most ${node.timesMax} times here`;
      this.#put(code, why, this.#about.place(current, index));
    }
    if (node.children === undefined) return;
    this.#depth++;
    this.#enter(node.children, node.tag);
  }

  #enter(level: Level, name: string): void {
    const frame = this.#frames[this.#depth];
    if (frame === undefined) {
      this.#frames.push({ level, position: 0, times: 0, name });
      return;
    }
    frame.level = level;
    frame.position = 0;
    frame.times = 0;
    frame.name = name;
  }

  #complainOfMissing(frame: Frame, until: number, current: CurrentSegment, index: number): void {
    const from = firstOpen(frame);
    for (const position of frame.level.mandatoryPositions) {
      const node = frame.level.nodes[position];
      if (position < from || position >= until || node === undefined || !this.#tells()) continue;
      const type = this.#schema?.type ?? '';
      const { name } = frame;
      const where = () => (this.#frames[0] === frame ? `the ${type}` : `the loop of ${name}`);
      const place = this.#about.place(current, index);
      place.segment = node.tag;
      const why = () => `${node.tag} is mandatory in ${where()} and missing before this`;
      this.#put('segment-missing', why, place);
    }
  }

  #refuse(tag: string, current: CurrentSegment, index: number): void {
    const schema = this.#schema;
    if (schema === undefined) return;
    const { type, version } = schema;
    const place = this.#about.place(current, index);
    if (schema.tags.has(tag)) {
      this.#put('segment-out-of-order', () => `${tag} belongs to the ${type}, but not at this place`, place);
    } else if (schema.knownTags.has(tag)) {
      const why = () => `${tag} does not belong to the ${type} in version ${version}`;
      this.#put('segment-not-in-message', why, place);
    } else {
      const why = () => `"${tag.slice(0, 20)}" is no segment of the ${type} in version ${version}`;
      this.#put('segment-unknown', why, place);
    }
  }

  /** Whether one more issue is told; all are counted. */
  #tells(): boolean {
    const { level, log } = this.#about;
    if (level === 'off' || this.#isCut) return false;
    return log.admits(level === 'error' && this.issues.length === 0 && log.isMessageFree);
  }

  #put(
    code: IssueCode,
    text: string | (() => string),
    place: Place,
    about?: Pick<Issue, 'value' | 'elementNumber'>,
  ): void {
    const severity = this.#about.level;
    if (severity === 'off') return;
    if (this.issues.length >= issuesMax) {
      this.#isCut = true;
      const cut = `more than ${issuesMax} issues in this message: the rest is not listed`;
      this.issues.push({ code: 'issues-cut', severity, message: cut, place });
      return;
    }
    const message = this.#about.log.isFull ? undescribed : typeof text === 'string' ? text : text();
    const issue: Issue =
      about === undefined ? { code, severity, message, place } : { code, severity, message, place, ...about };
    this.issues.push(issue);
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
