import type { Issue, IssueCode, Place } from '../issue.ts';
import type { Level, Node, SetSchema } from '../schema/schema.ts';
import type { Segment } from '../syntax/segment.ts';
import { checkSegment } from './check-segment.ts';
import { isPlainlyValid, type PlainSegment } from './is-plainly-valid.ts';
import type { LevelVerdict } from './levels.ts';
import { Loop } from './loop.ts';

/** One open loop: how far its structure has been followed. */
type Frame = { level: Level; position: number; times: number; loop: Loop };
type Match = { depth: number; position: number };

const issuesMax = 200;

type ValidatorOptions = {
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
  readonly root: Loop;
  readonly issues: Issue[] = [];
  readonly schema: SetSchema;
  readonly #about: ValidatorOptions;
  readonly #frames: Frame[];
  #isCut = false;

  constructor(schema: SetSchema, about: ValidatorOptions) {
    this.schema = schema;
    this.#about = about;
    this.root = new Loop(schema.type);
    this.#frames = [{ level: schema.root, position: 0, times: 0, loop: this.root }];
  }

  /**
   * Takes the next segment between the first and the last of the message; `index` counts from the first as 1.
   * `current` is the same segment while it still lies in the reader.
   */
  add(segment: Segment, index: number, current: PlainSegment): void {
    if (current.count === 0 && this.#about.isX12) {
      this.#reportSegment('segment-empty', `${segment.tag.slice(0, 20)} has no elements`, segment, index);
    }
    const match = this.#find(segment.tag);
    if (match === undefined) {
      this.#refuse(segment, index);
      return;
    }
    this.#follow(match, segment, index);
    if (this.#about.level === 'off' || this.#isCut) return;
    const described = this.schema.segments.get(segment.tag);
    if (described === undefined || isPlainlyValid(described, current)) return;
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
    for (let depth = this.#frames.length - 1; depth >= 0; depth--) {
      const frame = this.#frames[depth];
      if (frame !== undefined) this.#complainOfMissing(frame, frame.level.nodes.length, segment, index);
    }
  }

  /** The innermost loop that can take the tag; outer loops are tried when inner ones cannot. */
  #find(tag: string): Match | undefined {
    let exhausted: Match | undefined;
    for (let depth = this.#frames.length - 1; depth >= 0; depth--) {
      const frame = this.#frames[depth];
      if (frame === undefined) continue;
      const positions = frame.level.positionsOf.get(tag);
      if (positions === undefined) continue;
      for (const position of positions) {
        if (position < frame.position) continue;
        const timesMax = frame.level.nodes[position]?.timesMax ?? 0;
        if (position > frame.position || frame.times < timesMax) return { depth, position };
        exhausted ??= { depth, position };
      }
    }
    return exhausted;
  }

  #follow({ depth, position }: Match, segment: Segment, index: number): void {
    while (this.#frames.length - 1 > depth) {
      const closed = this.#frames.pop();
      if (closed !== undefined) this.#complainOfMissing(closed, closed.level.nodes.length, segment, index);
    }
    const frame = this.#frames[depth];
    const node = frame?.level.nodes[position];
    if (frame === undefined || node === undefined) return;
    if (position > frame.position) {
      this.#complainOfMissing(frame, position, segment, index);
      frame.position = position;
      frame.times = 0;
    }
    frame.times++;
    if (frame.times === node.timesMax + 1) this.#complainOfTooMany(node, segment, index);
    if (node.children === undefined) {
      frame.loop.items.push({ segment, index });
      return;
    }
    const loop = new Loop(node.tag);
    loop.items.push({ segment, index });
    frame.loop.children.push(loop);
    this.#frames.push({ level: node.children, position: 0, times: 0, loop });
  }

  #complainOfMissing(frame: Frame, until: number, segment: Segment, index: number): void {
    if (this.#isCut) return;
    const from = frame.times > 0 ? frame.position + 1 : frame.position;
    for (const position of frame.level.mandatoryPositions) {
      const node = frame.level.nodes[position];
      if (position < from || position >= until || node === undefined) continue;
      const where = frame.loop === this.root ? `the ${this.schema.type}` : `the loop of ${frame.loop.name}`;
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
    if (this.#isCut) return;
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
