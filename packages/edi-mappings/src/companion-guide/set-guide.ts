import { copyMessage, standardSchemas } from '@coplan/edi';
import type { AgreementTerms, TermsSet } from '../agreement-terms.ts';
import type { MappedMessage } from '../mapped-messages.ts';
import { isCodeList, settingAt, settingWords, watchedProfile } from '../sample-proposal/settings.ts';
import { type TracedField, traceMessage } from '../trace/trace-message.ts';
import { type ExampleMessage, exampleMessage } from './example-message.ts';
import { exampleDocuments } from './examples.ts';

export type ElementGuide = {
  /** The loops around it: PO1 > PID. */
  loop: string;
  segment: string;
  place: string;
  name: string;
  meaning: string;
  /** Type and lengths of the standard. */
  form: string;
  need: 'always' | 'where it applies';
  codes: readonly string[];
  example: string;
  /** Where it goes in our document. */
  document: string;
};

export type SetGuide = {
  set: TermsSet;
  documentType: string;
  elements: ElementGuide[];
  /** Settings of the agreement that this message follows, with their codes. */
  codes: { setting: string; codes: readonly string[] }[];
  example: string | undefined;
};

const tracedMax = 2;

/** `lines[3].gtin` is `lines[].gtin` for everybody. */
const generalPath = (path: string): string => path.replace(/\[\d+\]/g, '[]');

function formOf(type: string, version: string, { segment, element, component }: TracedField): string {
  const schema = standardSchemas(type, version);
  if (typeof schema === 'string') return '';
  const described = schema.segments.get(segment)?.elements[element - 1];
  const part = component === undefined ? described : (described?.components?.[component - 1] ?? described);
  if (part === undefined || part.type === 'unknown' || part.type === 'composite') return '';
  return `${part.type} ${part.lengthMin}–${part.lengthMax}`;
}

/** What the agreement says of one message, found by writing and reading examples under it. */
export function setGuide(mapped: MappedMessage, set: TermsSet, terms: AgreementTerms): SetGuide {
  const { profile } = terms;
  const examples = exampleDocuments(mapped.documentType)
    .filter((document) => mapped.carries(document, profile))
    .map((document) => exampleMessage(mapped, document, set, terms))
    .filter((example): example is ExampleMessage => example !== undefined)
    .sort((left, right) => right.message.segments.length - left.message.segments.length)
    .slice(0, tracedMax);
  const rows = new Map<string, ElementGuide>();
  const seen = new Set<string>();
  for (const { message } of examples) {
    const watched = watchedProfile(profile);
    mapped.mapping.read(message, watched.profile);
    for (const setting of watched.seen) seen.add(setting);
    for (const field of traceMessage(message, profile).fields) addRow(rows, field, message);
  }
  const order = orderOf(examples);
  return {
    set,
    documentType: mapped.documentType,
    elements: [...rows.values()].sort(
      (left, right) => (order.get(keyOf(left)) ?? 0) - (order.get(keyOf(right)) ?? 0),
    ),
    codes: [...seen].sort().flatMap((setting) => {
      const list = settingAt(profile, setting);
      return isCodeList(list) && list.length > 0 ? [{ setting: settingWords(setting), codes: list }] : [];
    }),
    example: examples[0]?.lines,
  };
}

const keyOf = ({ loop, place }: { loop: string; place: string }): string => `${loop} ${place}`;

function addRow(
  rows: Map<string, ElementGuide>,
  field: TracedField,
  message: ExampleMessage['message'],
): void {
  const loop = field.loops.join(' > ');
  const known = rows.get(keyOf({ loop, place: field.place }));
  const isNeeded = field.neededBecause !== undefined || field.isMandatory;
  const paths = [...new Set(field.effects.slice(0, 2).map(({ path }) => generalPath(path)))];
  if (known === undefined) {
    rows.set(keyOf({ loop, place: field.place }), {
      loop,
      segment: field.segment,
      place: field.place,
      name: field.name,
      meaning: field.meaning ?? '',
      form: formOf(message.type, message.version, field),
      need: isNeeded ? 'always' : 'where it applies',
      codes: field.codes ?? [],
      example: field.value,
      document: paths.join(', '),
    });
    return;
  }
  // Once left out without harm, it is needed only where it applies.
  if (!isNeeded) known.need = 'where it applies';
  known.meaning ||= field.meaning ?? '';
  for (const path of paths) {
    const all = known.document === '' ? [] : known.document.split(', ');
    if (!all.includes(path) && all.length < 4) known.document = [...all, path].join(', ');
  }
}

/** The rows in the order of the longest example; what only others have follows by its place there. */
function orderOf(examples: readonly ExampleMessage[]): Map<string, number> {
  const order = new Map<string, number>();
  for (const { message } of examples) {
    const total = message.segments.length;
    for (const { at, loops } of copyMessage(message).placed) {
      for (let element = 1; element <= at.segment.count; element++) {
        for (const suffix of ['', ...at.segment.components(element).map((_, part) => `-${part + 1}`)]) {
          const place = `${at.segment.tag}${String(element).padStart(2, '0')}${suffix}`;
          const key = keyOf({ loop: loops.join(' > '), place });
          if (!order.has(key)) order.set(key, at.index / total + element / 1e4);
        }
      }
    }
  }
  return order;
}
