import type { Condition, ElementSchema, SegmentSchema } from '../schema/schema.ts';
import type { Segment } from '../syntax/segment.ts';
import { checkComposite } from './check-composite.ts';
import { checkElement, elementName, type SegmentFault } from './check-element.ts';

/** Checks the elements of a segment and how they depend on one another (X12.6). */
export function checkSegment(
  schema: SegmentSchema,
  segment: Segment,
  report: (fault: SegmentFault) => void,
): void {
  const { elements } = segment;
  const described = schema.elements;
  if (elements.length > described.length) {
    const extra = elements.findIndex((value, index) => index >= described.length && value !== '');
    if (extra >= 0) {
      const why = `${schema.tag} has at most ${described.length} elements: remove the rest`;
      report({ code: 'element-too-many', why, element: extra + 1, value: segment.value(extra + 1) });
    }
  }
  for (let index = 0; index < described.length; index++) {
    const element = described[index];
    if (element === undefined) continue;
    if (!hasValue(schema, segment, index + 1)) {
      if (!element.isMandatory) continue;
      const why = `${elementName(schema.tag, index + 1)} (${element.name}) is mandatory and missing`;
      report({ code: 'element-missing', why, element: index + 1, elementNumber: element.number });
    } else checkValue(schema, segment, index + 1, report);
  }
  for (const condition of schema.conditions) checkCondition(schema, condition, segment, report);
}

/** A line break in the middle of a wrapped segment is no value; nor are separators between nothing. */
function hasValue(schema: SegmentSchema, segment: Segment, position: number): boolean {
  const raw = segment.elements[position - 1] ?? '';
  if (raw === '') return false;
  if (segment.isWrapped && segment.value(position) === '') return false;
  if (schema.elements[position - 1]?.components === undefined) return true;
  return segment.components(position).some((part) => part !== '');
}

function checkValue(
  schema: SegmentSchema,
  segment: Segment,
  position: number,
  report: (fault: SegmentFault) => void,
): void {
  const element = schema.elements[position - 1];
  if (element === undefined || element.type === 'unknown') return;
  const raw = segment.elements[position - 1] ?? '';
  if (element.components !== undefined) {
    checkComposite(schema, segment, position, report);
    return;
  }
  const { repetition, component } = segment.delimiters;
  if (repetition !== undefined && raw.includes(repetition)) {
    const count = segment.repetitions(position).length;
    if (count <= element.repeatsMax) return;
    const limit = element.repeatsMax === 1 ? 'not be repeated' : `come at most ${element.repeatsMax} times`;
    const why = `${elementName(schema.tag, position)} (${element.name}) may ${limit} here`;
    const repeated = { repetition: element.repeatsMax + 1, value: segment.value(position) };
    report({ ...aboutOf(element, position), code: 'element-repeated', why, ...repeated });
    return;
  }
  if (raw.includes(component)) {
    const count = segment.components(position).length;
    if (count <= element.componentsMax) return;
    const why = `${elementName(schema.tag, position)} has ${count} components, at most ${element.componentsMax} are allowed`;
    report({
      ...aboutOf(element, position),
      code: 'component-too-many',
      why,
      component: element.componentsMax + 1,
      value: segment.value(position),
    });
    return;
  }
  const value = segment.value(position);
  const fault = checkElement(element, value);
  if (fault !== undefined) {
    const why = `${elementName(schema.tag, position)}: ${fault.why}`;
    report({ ...aboutOf(element, position), code: fault.code, why, value });
  }
}

const aboutOf = ({ number }: ElementSchema, position: number) => ({
  element: position,
  elementNumber: number,
});

function checkCondition(
  schema: SegmentSchema,
  { kind, positions }: Condition,
  segment: Segment,
  report: (fault: SegmentFault) => void,
): void {
  const { tag } = schema;
  const isPresent = (position: number): boolean => hasValue(schema, segment, position);
  const present = positions.filter(isPresent);
  const [first = 0, ...others] = positions;
  const list = positions.map((position) => elementName(tag, position)).join(', ');
  const missing = positions.find((position) => !isPresent(position)) ?? first;
  const refuse = (element: number, why: string): void => report({ code: 'element-condition', why, element });
  switch (kind) {
    case 'P':
      if (present.length > 0 && present.length < positions.length)
        refuse(missing, `${list} go together: give all or none`);
      break;
    case 'R':
      if (present.length === 0) refuse(first, `at least one of ${list} is needed`);
      break;
    case 'E':
      if (present.length > 1) {
        report({
          code: 'element-exclusive',
          why: `only one of ${list} may be given`,
          element: present[1] ?? first,
        });
      }
      break;
    case 'C':
      if (isPresent(first) && present.length < positions.length) {
        refuse(
          missing,
          `${elementName(tag, first)} needs ${others.map((position) => elementName(tag, position)).join(', ')} too`,
        );
      }
      break;
    case 'L':
      if (isPresent(first) && present.length === 1) {
        refuse(others[0] ?? first, `${elementName(tag, first)} needs at least one of ${list}`);
      }
      break;
  }
}
