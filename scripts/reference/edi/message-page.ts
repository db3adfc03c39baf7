import { standardSchemas } from '@coplan/edi';
import { assert } from '@coplan/kernel';
import { code, page, table } from '../markdown.ts';
import type { PlaceWords } from './words.ts';

/** A page about one message: what stands where, and the codes that hold where nothing else is agreed. */
export type MessagePage = {
  /** Transaction set number. */
  set: string;
  title: string;
  places: readonly PlaceWords[];
  /** Behind the sentence on agreed codes: whose lists it shares. */
  codesIntroduction?: string;
  /** Headings and tables. */
  codes: readonly string[];
};

/** A row for a place, with name, type and lengths of its element at 004010. */
function placeRow(set: string, [place, field, words]: PlaceWords): string[] {
  const tag = place.slice(0, -2);
  const schema = standardSchemas(set, '004010');
  assert(typeof schema !== 'string', `the schema of ${set} is known`);
  assert(schema.tags.has(tag), `${tag} may occur in ${set}`);
  const element = schema.segments.get(tag)?.elements[Number(place.slice(-2)) - 1];
  assert(element !== undefined, `${place} exists in the schema`);
  const { name, type, lengthMin, lengthMax, isMandatory } = element;
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
const bothWays =
  'Read and written at 004010 and 005010. What cannot be expressed is an issue with its place, never a guess.';

export const messagePage = ({ set, title, places, codesIntroduction, codes }: MessagePage): string =>
  page(
    `EDI ${set}: ${title}`,
    bothWays,
    placesOf(set, places),
    `## Codes where nothing else is agreed\n\n${[agreed, codesIntroduction].filter((one) => one !== undefined).join(' ')}`,
    ...codes,
  );
