import { type MessageCopy, type PlacedSegment, type Segment, standardSchemas, unlimited } from '@coplan/edi';

/** One value of a message at its place. Positions count from 1; `component` is absent where an element has no parts. */
export type Field = {
  segment: string;
  /** Position in the message; ST or UNH is 1. */
  segmentIndex: number;
  /** The loops around it, outermost first, by the tags that open them. */
  loops: readonly string[];
  element: number;
  component?: number | undefined;
  /** Place in words of the standard: PO102, QTY01-2. */
  place: string;
  /** What the standard calls it. */
  name: string;
  value: string;
  /** Byte from the start of the data. */
  offset: number;
  /** Largest length in the standard; undefined where it is not described. */
  lengthMax?: number | undefined;
  /** The standard wants it wherever the segment is sent. */
  isMandatory: boolean;
};

export type PlacedField = { field: Field; at: PlacedSegment };

export const placeOf = (tag: string, element: number, component?: number): string =>
  `${tag}${String(element).padStart(2, '0')}${component === undefined ? '' : `-${component}`}`;

type Described =
  Extract<ReturnType<typeof standardSchemas>, object>['segments'] extends ReadonlyMap<string, infer Schema>
    ? Schema
    : never;
type DescribedElement = Described['elements'][number];

const isSplit = (segment: Segment, element: number, described: DescribedElement | undefined): boolean => {
  if (described?.components !== undefined || (described?.componentsMax ?? 1) > 1) return true;
  const isEdifact = segment.delimiters.release !== undefined;
  return isEdifact && (segment.elements[element - 1] ?? '').includes(segment.delimiters.component);
};

const limit = (described: DescribedElement | undefined): number | undefined =>
  described === undefined || described.lengthMax === unlimited ? undefined : described.lengthMax;

/** Every value that was sent between the first and the last segment of a message, in its order. */
export function fieldsOf({ message, placed }: MessageCopy): PlacedField[] {
  const schema = standardSchemas(message.type, message.version, message.implementation);
  const segments = typeof schema === 'string' ? undefined : schema.segments;
  return placed.flatMap(({ at, loops }) => {
    const { segment, index } = at;
    const described = segments?.get(segment.tag);
    const fields: PlacedField[] = [];
    const add = (element: number, component: number | undefined, value: string, about?: DescribedElement) => {
      if (value.trim() === '') return;
      fields.push({
        at,
        field: {
          segment: segment.tag,
          segmentIndex: index,
          loops,
          element,
          component,
          place: placeOf(segment.tag, element, component),
          name: about?.name ?? 'element',
          value,
          offset: segment.offsetOf(element, component),
          lengthMax: limit(about),
          isMandatory: about?.isMandatory ?? false,
        },
      });
    };
    for (let element = 1; element <= segment.count; element++) {
      const about = described?.elements[element - 1];
      if (!isSplit(segment, element, about)) add(element, undefined, segment.value(element), about);
      else
        for (const [part, value] of segment.components(element).entries())
          add(element, part + 1, value, about?.components?.[part] ?? about);
    }
    return fields;
  });
}
