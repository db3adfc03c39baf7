import type { Interchange, Message } from '../interchange.ts';
import type { ElementSchema, SegmentSchema } from '../schema/schema.ts';
import { standardSchemas } from '../schema/standard-schemas.ts';
import type { Segment } from '../syntax/segment.ts';
import type { Loop } from '../validation/loop.ts';
import { codeName } from './code-names.ts';
import { isaElementNames, segmentName } from './segment-names.ts';

/** One value of a segment: the element, or one component of a composite. `start` and `end` are bytes of the data. */
export type DescribedElement = {
  /** 3 is BEG03; with a component, "3.1". */
  position: number;
  component: number | undefined;
  name: string;
  value: string;
  /** What a code means, where that is known. */
  meaning: string | undefined;
  start: number;
  end: number;
};

export type DescribedSegment = {
  tag: string;
  name: string | undefined;
  /** Position in the message, ST or UNH being 1; undefined for envelopes. */
  index: number | undefined;
  /** How deep in groups and loops. */
  depth: number;
  start: number;
  end: number;
  elements: DescribedElement[];
};

type DialectName = 'x12' | 'edifact';

const undescribed: Pick<ElementSchema, 'name' | 'number' | 'components'> = {
  name: '',
  number: 0,
  components: undefined,
};

function describeElement(
  segment: Segment,
  position: number,
  { dialect, schema }: { dialect: DialectName; schema: SegmentSchema | undefined },
): DescribedElement[] {
  const wire = segment.elements[position - 1] ?? '';
  if (wire === '') return [];
  const element = schema?.elements[position - 1] ?? undescribed;
  const name = segment.tag === 'ISA' ? (isaElementNames[position - 1] ?? '') : element.name;
  const value = segment.value(position);
  // The ISA pads what it leaves out.
  if (value.trim() === '') return [];
  const start = segment.offsetOf(position);
  const components = segment.tag === 'ISA' ? [value] : segment.components(position);
  if (components.length === 1) {
    const single = element.components?.[0] ?? element;
    const meaning = codeName(dialect, single.number, value);
    return [
      {
        position,
        component: undefined,
        name: single.name || name,
        value,
        meaning,
        start,
        end: start + wire.length,
      },
    ];
  }
  return components.flatMap((text, index) => {
    if (text === '') return [];
    const part = element.components?.[index] ?? undescribed;
    const from = segment.offsetOf(position, index + 1);
    const next =
      index + 1 < components.length ? segment.offsetOf(position, index + 2) - 1 : start + wire.length;
    const meaning = codeName(dialect, part.number, text);
    return [
      {
        position,
        component: index + 1,
        name: part.name || name,
        value: text,
        meaning,
        start: from,
        end: next,
      },
    ];
  });
}

function describeSegment(
  segment: Segment,
  about: { dialect: DialectName; schema: SegmentSchema | undefined; depth: number; index?: number },
): DescribedSegment {
  const positions = Array.from({ length: segment.count }, (_, index) => index + 1);
  return {
    tag: segment.tag,
    name: segmentName(about.dialect, segment.tag),
    index: about.index,
    depth: about.depth,
    start: segment.offset,
    end: segment.offset + segment.raw.length,
    elements: positions.flatMap((position) => describeElement(segment, position, about)),
  };
}

/** The depth of each segment of a message, by its position: a loop's trigger stands above what follows in it. */
function depthsOf(loop: Loop, depth: number, depths = new Map<number, number>()): Map<number, number> {
  for (const [at, { index }] of loop.items.entries()) {
    depths.set(index, depth === 0 || at === 0 ? depth : depth + 1);
  }
  for (const child of loop.children) depthsOf(child, depth === 0 ? 1 : depth + 1, depths);
  return depths;
}

const anySchema = (dialect: DialectName) =>
  dialect === 'x12' ? standardSchemas('997', '004010') : standardSchemas('CONTRL', 'D.96A');

/** The segment that opens an interchange or a group. */
export function describeEnvelope(dialect: DialectName, segment: Segment, depth: number): DescribedSegment {
  const set = anySchema(dialect);
  const schema = typeof set === 'string' ? undefined : set.segments.get(segment.tag);
  return describeSegment(segment, { dialect, schema, depth });
}

/**
 * A message for people: every segment with its name, each value with the name of its data element and the meaning of its
 * code, and the bytes where it stands. Of a message that no schema describes, the values alone.
 */
export function describeMessage(message: Message, depth = 0): DescribedSegment[] {
  const dialect = message.interchange.dialect.name;
  const set = standardSchemas(message.type, message.version, message.implementation);
  const known = typeof set === 'string' ? anySchema(dialect) : set;
  const depths = message.root === undefined ? new Map<number, number>() : depthsOf(message.root, 0);
  return message.segments.map((segment, at) => {
    const index = at + 1;
    const schema = typeof known === 'string' ? undefined : known.segments.get(segment.tag);
    return describeSegment(segment, { dialect, schema, index, depth: depth + (depths.get(index) ?? 0) });
  });
}

/** Everything in an interchange that is read, envelopes included; `only` narrows it to one message. */
export function describeInterchange(
  interchange: Interchange,
  only: (message: Message) => boolean = () => true,
): DescribedSegment[] {
  const { header } = interchange;
  const dialect = header.dialect.name;
  const rows = [describeEnvelope(dialect, header.segment, 0)];
  rows.push(...interchange.technicalAcknowledgements.map((one) => describeEnvelope(dialect, one, 1)));
  for (const group of interchange.groups) {
    const messages = group.messages.filter(only);
    if (messages.length === 0) continue;
    if (group.header !== undefined) rows.push(describeEnvelope(dialect, group.header.segment, 1));
    for (const message of messages)
      rows.push(...describeMessage(message, group.header === undefined ? 1 : 2));
  }
  return rows;
}
