import { assert } from '@coplan/kernel';
import { x12CodeLists } from './code-lists.ts';
import {
  type Condition,
  type ElementSchema,
  type ElementType,
  elementSchema,
  type SchemaSource,
  type SegmentSchema,
  type SetSchema,
  unlimited,
} from './schema.ts';
import { readStructure, rowsOf, tagsOf } from './structure.ts';
import { x12Elements } from './x12-elements.ts';
import { x12Segments } from './x12-segments.ts';
import { x12Sets } from './x12-sets.ts';

const editions = ['004010', '005010'] as const;
type Edition = (typeof editions)[number];

type ElementRow = { type: ElementType; name: string; lengths: Record<Edition, [number, number]> };

const lengthPair = (text: string): [number, number] => {
  const [shortest, longest] = text.split('/');
  return [Number(shortest), Number(longest)];
};

function readElements(): Map<string, ElementRow> {
  const elements = new Map<string, ElementRow>();
  for (const row of rowsOf(x12Elements)) {
    const [number = '', type = '', lengths = '', ...name] = row.split(' ');
    const [until = '', since = until] = lengths.split('>');
    elements.set(number, {
      type: type.startsWith('N') ? 'N' : (type as ElementType),
      name: name.join(' '),
      lengths: { '004010': lengthPair(until), '005010': lengthPair(since) },
    });
  }
  return elements;
}

const repeatPattern = /(\d+)\(([^)]*)\)/g;

function readSegment(row: string, edition: Edition, elements: Map<string, ElementRow>): SegmentSchema {
  const [layout = '', conditions = ''] = row.split(' | ');
  const [tag = '', ...tokens] = layout
    .replace(repeatPattern, (_, times: string, group: string) => Array(Number(times)).fill(group).join(' '))
    .split(' ');
  const usable = tokens.filter((token) => edition >= '005010' || !token.includes('@5'));
  return {
    tag,
    elements: usable.map((token) => readElement(token, edition, elements)),
    conditions: conditions === '' ? [] : conditions.split(' ').map(readCondition),
    plan: undefined,
  };
}

function readElement(token: string, edition: Edition, elements: Map<string, ElementRow>): ElementSchema {
  const [key = '', repeats = '1'] = token.replace(/!|@5/g, '').split('*');
  const isMandatory = token.includes('!');
  const repeatsMax = Number(repeats);
  const undescribed = {
    number: 0,
    lengthMin: 0,
    lengthMax: unlimited,
    isMandatory,
    repeatsMax,
  };
  if (key === '?') {
    return elementSchema({ ...undescribed, name: 'element', type: 'unknown', componentsMax: 99 });
  }
  if (key.startsWith('C')) {
    const componentsMax = Number(key.slice(1));
    return elementSchema({ ...undescribed, name: 'composite', type: 'composite', componentsMax });
  }
  const row = elements.get(key);
  assert(row !== undefined, `data element ${key} is in the table of elements`);
  const [lengthMin, lengthMax] = row.lengths[edition];
  return elementSchema({
    number: Number(key),
    name: row.name,
    type: row.type,
    lengthMin,
    lengthMax,
    isMandatory,
    codes: x12CodeLists[Number(key)],
    componentsMax: 1,
    repeatsMax,
  });
}

/** "P0304": kind, then positions of two digits. */
function readCondition(text: string): Condition {
  const positions = (text.slice(1).match(/\d\d/g) ?? []).map(Number);
  const bits = positions.map((position) => 2 ** (position - 1));
  const mask = bits.reduce((sum, bit) => sum | bit, 0);
  return { kind: text.charAt(0) as Condition['kind'], positions, mask, firstMask: bits[0] ?? 0 };
}

function readX12(): Map<string, SetSchema> {
  const elements = readElements();
  const segments = new Map<Edition, Map<string, SegmentSchema>>();
  for (const edition of editions) {
    const rows = rowsOf(x12Segments).map((row) => readSegment(row, edition, elements));
    segments.set(edition, new Map(rows.map((row) => [row.tag, row])));
  }
  const knownTags = new Set(segments.get('004010')?.keys());
  const sets = new Map<string, SetSchema>();
  for (const row of rowsOf(x12Sets)) {
    const [type = '', versions = '', ...structure] = row.split(' ');
    for (const version of versions.split(',')) {
      const root = readStructure(structure.join(' '));
      const described = segments.get(version as Edition);
      assert(described !== undefined, `edition ${version} of set ${type} has segments`);
      for (const tag of tagsOf(root)) knownTags.add(tag);
      sets.set(`${type} ${version}`, {
        type,
        version,
        root,
        tags: tagsOf(root),
        knownTags,
        segments: described,
        tagTable: undefined,
      });
    }
  }
  return sets;
}

let known: Map<string, SetSchema> | undefined;

/** Read from their tables at first use. The industry suffix (VICS, UCS) of a version is ignored. */
export const x12Schemas: SchemaSource = (type, version) => {
  known ??= readX12();
  const found = known.get(`${type} ${version.slice(0, 6)}`);
  if (found !== undefined) return found;
  return editions.some((edition) => known?.has(`${type} ${edition}`)) ? 'unknown-version' : 'unknown-type';
};
