import { assert } from '@coplan/kernel';
import { edifactCodeLists } from './code-lists.ts';
import { edifactComposites } from './edifact-composites.ts';
import { edifactElements } from './edifact-elements.ts';
import { edifactMessages } from './edifact-messages.ts';
import { edifactSegments } from './edifact-segments.ts';
import {
  type ElementSchema,
  elementSchema,
  type SchemaSource,
  type SegmentSchema,
  type SetSchema,
  unlimited,
} from './schema.ts';
import { readStructure, rowsOf, tagsOf } from './structure.ts';

const directories = ['D.96A', 'D.01B'] as const;
type Directory = (typeof directories)[number];

type Described = Omit<ElementSchema, 'isMandatory' | 'repeatsMax'>;

/** CONTRL belongs to the syntax, not to a directory: these are the versions under which it travels (ISO 9735-4). */
const controlVersions = new Set(['2.2', '3.1', '4.1', 'D.3', 'D.96A', 'D.01B']);

const formPattern = /^(an?|n)(=?)(\d+)$/;

function readElements(directory: Directory): Map<string, Described> {
  const elements = new Map<string, Described>();
  for (const row of rowsOf(edifactElements)) {
    const [number = '', forms = '', ...name] = row.split(' ');
    const [until = '', since = until] = forms.split('>');
    const [, type, exactly, digits] = formPattern.exec(directory === 'D.96A' ? until : since) ?? [];
    assert(digits !== undefined, `the form of data element ${number} is readable`);
    const lengthMax = Number(digits);
    elements.set(number, {
      number: Number(number),
      name: name.join(' '),
      type: type === 'n' ? 'n' : 'AN',
      lengthMin: exactly === '=' ? lengthMax : 1,
      lengthMax,
      codes: edifactCodeLists[number],
      componentsMax: 1,
    });
  }
  return elements;
}

/** Rows of a table as tag to tokens; `KEY@D.01B` replaces `KEY` in that directory. */
function readRows(table: string, directory: Directory): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const row of rowsOf(table)) {
    const [key = '', ...tokens] = row.split(' ');
    const [name = '', since] = key.split('@');
    if (since === undefined || since === directory) found.set(name, tokens);
  }
  return found;
}

const repeatPattern = /^(\d+)\((.+)\)$/;

function readSegments(directory: Directory): Map<string, SegmentSchema> {
  const elements = readElements(directory);
  const component = (token: string): ElementSchema => {
    const described = elements.get(token.replace('!', ''));
    assert(described !== undefined, `data element ${token} is in the table of elements`);
    return elementSchema({ ...described, isMandatory: token.endsWith('!'), repeatsMax: 1 });
  };
  const composites = readRows(edifactComposites, directory);
  const elementOf = (token: string, repeatsMax: number): ElementSchema => {
    const tokens = composites.get(token.replace('!', ''));
    if (tokens === undefined) return elementSchema({ ...component(token), repeatsMax });
    const components = tokens.map(component);
    return elementSchema({
      number: 0,
      name: components.find(({ isMandatory }) => isMandatory)?.name ?? components[0]?.name ?? 'composite',
      type: 'composite',
      lengthMin: 0,
      lengthMax: unlimited,
      isMandatory: token.endsWith('!'),
      componentsMax: components.length,
      components,
      repeatsMax,
    });
  };
  const segments = new Map<string, SegmentSchema>();
  for (const [tag, tokens] of readRows(edifactSegments, directory)) {
    const described = tokens.flatMap((token) => {
      const [, times, repeated] = repeatPattern.exec(token) ?? [];
      if (repeated === undefined) return [elementOf(token, 1)];
      // Until syntax 3 the places stand side by side; in syntax 4 the first of them may be repeated instead.
      return Array.from({ length: Number(times) }, (_, index) =>
        elementOf(repeated, index === 0 ? Number(times) : 1),
      );
    });
    segments.set(tag, { tag, elements: described, conditions: [], plan: undefined });
  }
  return segments;
}

/** The schemas of one message in one directory; those of industries go before the one for all (prefix ''). */
type Subset = { prefix: string; schema: SetSchema };

function readMessages(): Map<string, Subset[]> {
  const segments = new Map(directories.map((directory) => [directory, readSegments(directory)] as const));
  const knownTags = new Set<string>(['UNS', ...(segments.get('D.01B')?.keys() ?? [])]);
  const messages = new Map<string, Subset[]>();
  for (const row of rowsOf(edifactMessages)) {
    const [type = '', versions = '', ...structure] = row.split(' ');
    const root = readStructure(structure.join(' '));
    const tags = tagsOf(root);
    for (const tag of tags) knownTags.add(tag);
    for (const key of versions.split(',')) {
      const [version = '', prefix = ''] = key.split(':');
      const described = segments.get(version as Directory);
      assert(described !== undefined, `directory ${version} of ${type} has segments`);
      const schema = { type, version, root, tags, knownTags, segments: described, tagTable: undefined };
      const subsets = [...(messages.get(`${type} ${version}`) ?? []), { prefix, schema }];
      messages.set(
        `${type} ${version}`,
        subsets.sort((left, right) => right.prefix.length - left.prefix.length),
      );
    }
  }
  return messages;
}

let known: Map<string, Subset[]> | undefined;

/** Read from their tables at first use. An association code is matched by its first letters: EAN008 is EANCOM. */
export const edifactSchemas: SchemaSource = (type, version, association = '') => {
  known ??= readMessages();
  const directory = type === 'CONTRL' && controlVersions.has(version) ? 'D.96A' : version;
  const subsets = known.get(`${type} ${directory}`) ?? [];
  const found = subsets.find(({ prefix }) => association.startsWith(prefix));
  if (found !== undefined) return found.schema;
  return directories.some((other) => known?.has(`${type} ${other}`)) ? 'unknown-version' : 'unknown-type';
};
