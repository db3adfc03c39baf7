import { standardSchemas } from '@coplan/edi';
import { defaultProfile } from '@coplan/edi-mappings';
import { assert } from '@coplan/kernel';
import {
  elementMeanings,
  groupMeanings,
  messageMeanings,
  segmentMeanings,
} from '../../packages/edi/src/acknowledgement/x12-codes.ts';
import { acknowledgementWords, ediWords, type PlaceWords } from './edi-words.ts';
import { code, page, table } from './markdown.ts';

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
const placesOf = (set: string, places: readonly PlaceWords[]): string =>
  table(
    head,
    places.map((place) => placeRow(set, place)),
  );
const codesOf = (name: string, lists: Readonly<Record<string, readonly string[]>>): string[] => [
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

const orderPage = (): string =>
  page(
    'EDI 850: purchase order',
    bothWays,
    placesOf('850', ediWords[850]),
    `## Codes where nothing else is agreed\n\n${agreed}`,
    ...codesOf('Roles (N101)', defaultProfile.parties),
    ...codesOf('Kinds of party ids (N103)', defaultProfile.partyIds),
    ...codesOf('Item numbers (PO106)', defaultProfile.itemIds),
    ...codesOf('Units (PO103)', defaultProfile.units),
    ...codesOf('Kinds of order (BEG02)', { order: defaultProfile.orderTypes }),
    ...codesOf('Days (DTM01)', { deliver: defaultProfile.dates.deliver }),
  );

function confirmationPage(): string {
  const { promisedDelivery, promisedShipping } = defaultProfile.dates;
  const statuses = Object.entries(defaultProfile.lineStatuses);
  return page(
    'EDI 855: order confirmation',
    bothWays,
    placesOf('855', ediWords[855]),
    `## Codes where nothing else is agreed\n\n${agreed} Roles, item numbers and units are those of the 850.`,
    '### Status of a line (ACK01)',
    table(
      ['code', 'outcome', 'reason'],
      statuses.map(([status, { outcome, reason }]) => [status, outcome, reason ?? '']),
    ),
    ...codesOf('Days (ACK04)', { promisedDelivery, promisedShipping }),
  );
}

const activityPage = (): string =>
  page(
    'EDI 852: product activity',
    bothWays,
    placesOf('852', ediWords[852]),
    `## Codes where nothing else is agreed\n\n${agreed} Item numbers and units are those of the 850.`,
    ...codesOf('Measures (ZA01)', defaultProfile.activityMeasures),
    ...codesOf('Days (ZA04)', { activity: defaultProfile.dates.activity }),
  );

function acknowledgementPage(): string {
  const meanings = {
    'AK304: the segment': segmentMeanings,
    'AK403: the element': elementMeanings,
    'AK502: the message': messageMeanings,
    'AK905: the group': groupMeanings,
  };
  return page(
    'EDI 997: functional acknowledgement',
    'Written for every group that a partner sends, as soon as it was parsed; read from partners for every message of ours, and told to the server as a `delivery-report`.',
    placesOf('997', acknowledgementWords),
    '## Codes of faults',
    ...Object.entries(meanings).flatMap(([name, list]) => [
      `### ${name}`,
      table(['code', 'meaning'], Object.entries(list)),
    ]),
  );
}

export const ediPages = (): Record<string, string> => ({
  'edi-850.md': orderPage(),
  'edi-855.md': confirmationPage(),
  'edi-852.md': activityPage(),
  'edi-997.md': acknowledgementPage(),
});
