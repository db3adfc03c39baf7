import type { ElementSchema, SegmentSchema } from '../schema/schema.ts';
import type { Segment } from '../syntax/segment.ts';
import { checkElement, elementName, type SegmentFault } from './check-element.ts';

/** Checks each component of a composite, in each of its repetitions; `position` is that of the element. */
export function checkComposite(
  { tag, elements }: SegmentSchema,
  segment: Segment,
  position: number,
  report: (fault: SegmentFault) => void,
): void {
  const element = elements[position - 1];
  if (element?.components === undefined) return;
  const repeated = segment.repeatedComponents(position);
  if (repeated.length > element.repeatsMax) {
    const limit = element.repeatsMax === 1 ? 'not be repeated' : `come at most ${element.repeatsMax} times`;
    const why = `${elementName(tag, position)} (${element.name}) may ${limit} here`;
    report({ code: 'element-repeated', why, element: position, repetition: element.repeatsMax + 1 });
    return;
  }
  repeated.forEach((parts, index) => {
    const about = { element: position, repetition: repeated.length === 1 ? undefined : index + 1 };
    checkComponents(elementName(tag, position), element, parts, (fault) => report({ ...fault, ...about }));
  });
}

type ComponentFault = Omit<SegmentFault, 'element' | 'repetition'>;

function checkComponents(
  place: string,
  { components = [], name }: ElementSchema,
  parts: readonly string[],
  report: (fault: ComponentFault) => void,
): void {
  const extra = parts.findIndex((part, index) => index >= components.length && part !== '');
  if (extra >= 0) {
    const why = `${place} (${name}) has ${parts.length} components, at most ${components.length} are allowed`;
    report({ code: 'component-too-many', why, component: extra + 1, value: parts[extra] });
  }
  components.forEach((component, index) => {
    const about = { component: index + 1, elementNumber: component.number };
    const value = parts[index] ?? '';
    if (value === '') {
      if (!component.isMandatory) return;
      report({
        ...about,
        code: 'element-missing',
        why: `${place}: the ${component.name} is mandatory and missing`,
      });
      return;
    }
    const fault = checkElement(component, value);
    if (fault !== undefined) report({ ...about, code: fault.code, why: `${place}: ${fault.why}`, value });
  });
}
