import { standardSchemas } from '@coplan/edi';
import { dialectOf } from '@coplan/edi-mappings';
import { assert } from '@coplan/kernel';
import { code, page, table } from '../markdown.ts';
import type { PlaceWords } from './words.ts';

/** A page about one message: what stands where, and the codes that hold where nothing else is agreed. */
export type MessagePage = {
  /** Transaction set number or message type. */
  set: string;
  title: string;
  places: readonly PlaceWords[];
  /** Behind the sentence on agreed codes: whose lists it shares. */
  codesIntroduction?: string;
  /** Headings and tables. */
  codes: readonly string[];
};

/** The edition whose lengths are shown, and what is said of the editions; a young message exists in the last one only. */
const editions = {
  x12: { shown: '004010', both: '004010 and 005010', last: '005010' },
  edifact: { shown: 'D.96A', both: 'D.96A and D.01B (EANCOM 1997 and 2002)', last: 'D.01B' },
};
const editionsOf = (set: string): { shown: string; words: string } => {
  const { shown, both, last } = editions[dialectOf(set)];
  const isYoung = typeof standardSchemas(set, shown) === 'string';
  return isYoung
    ? { shown: last, words: `${last}, which is the first edition here that has it` }
    : { shown, words: both };
};

const placePattern = /^([A-Z0-9]{2,3}?)(\d\d)(?:-(\d+))?$/;

/** A row for a place such as PO102 or, with a component, QTY01-2: name, type and lengths of what stands there. */
function placeRow(set: string, [place, field, words]: PlaceWords): string[] {
  const [, tag = '', position, component] = placePattern.exec(place) ?? [];
  // RETANN and RETINS are in D.96A only where EANCOM put them there.
  const schema = standardSchemas(set, editionsOf(set).shown, 'EAN');
  assert(typeof schema !== 'string', `the schema of ${set} is known`);
  assert(schema.tags.has(tag), `${tag} may occur in ${set}`);
  const element = schema.segments.get(tag)?.elements[Number(position) - 1];
  const described = component === undefined ? element : element?.components?.[Number(component) - 1];
  assert(described !== undefined, `${place} exists in the schema`);
  const { name, type, lengthMin, lengthMax, isMandatory } = described;
  const kind =
    type === 'composite'
      ? 'composite'
      : `${type} ${lengthMin}–${lengthMax}${isMandatory ? ', mandatory' : ''}`;
  return [place, name, kind, field === '' ? '' : code(field), words];
}

const head = ['place', 'element', 'type', 'field of the document', 'how'];
export const placesOf = (set: string, places: readonly PlaceWords[]): string =>
  table(
    head,
    places.map((place) => placeRow(set, place)),
  );
/** A heading and the codes of each of our words. */
export const codesOf = (name: string, lists: Readonly<Record<string, readonly string[]>>): string[] => [
  `### ${name}`,
  table(
    ['ours', 'codes'],
    Object.entries(lists).map(([ours, codes]) => [ours, codes.join(', ')]),
  ),
];
const agreed =
  'The first code is the one that is written, all of them are understood; each agreement may have its own.';
const bothWays = (set: string): string =>
  `Read and written at ${editionsOf(set).words}. What cannot be expressed is an issue with its place, never a guess.`;

export const messagePage = ({ set, title, places, codesIntroduction, codes }: MessagePage): string =>
  page(
    `EDI ${set}: ${title}`,
    bothWays(set),
    placesOf(set, places),
    `## Codes where nothing else is agreed\n\n${[agreed, codesIntroduction].filter((one) => one !== undefined).join(' ')}`,
    ...codes,
  );
