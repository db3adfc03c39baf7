import { assert } from '@coplan/kernel';
import { type Level, type Node, unlimited } from './schema.ts';

/** The rows of a table; a line that starts with blanks continues the row above. */
export const rowsOf = (table: string): string[] =>
  table
    .trim()
    .replace(/\n {2,}/g, ' ')
    .split('\n');

const nodePattern = /([A-Z][A-Z0-9]{1,2})(!?)(?:(\*)(\d*))?(\{?)|(\})/g;

/** Reads "BEG! REF* N1*200{N2*2 N3*2}"; see x12-sets.ts for the notation. */
export function readStructure(notation: string): Level {
  const open: OpenNode[][] = [[]];
  for (const match of notation.matchAll(nodePattern)) {
    const [, tag = '', mandatory, star, times, brace, close] = match;
    if (close !== undefined) {
      open.pop();
      continue;
    }
    const below: OpenNode[] | undefined = brace === '{' ? [] : undefined;
    const timesMax = star === undefined ? 1 : times === '' || times === undefined ? unlimited : Number(times);
    open.at(-1)?.push({ tag, isMandatory: mandatory === '!', timesMax, below });
    if (below !== undefined) open.push(below);
  }
  const [root = []] = open;
  assert(open.length === 1, `braces of a structure are balanced: ${notation.slice(0, 40)}`);
  return levelOf(root);
}

type OpenNode = Omit<Node, 'children'> & { below: OpenNode[] | undefined };

function levelOf(open: readonly OpenNode[]): Level {
  const nodes = open.map(({ below, ...node }): Node => ({ ...node, children: below && levelOf(below) }));
  const positionsOf = new Map<string, number[]>();
  nodes.forEach(({ tag }, position) => {
    positionsOf.set(tag, [...(positionsOf.get(tag) ?? []), position]);
  });
  const mandatoryPositions = [...nodes.keys()].filter((position) => nodes[position]?.isMandatory === true);
  return { nodes, positionsOf, mandatoryPositions, table: undefined };
}

export function tagsOf({ nodes }: Level, tags = new Set<string>()): Set<string> {
  for (const { tag, children } of nodes) {
    tags.add(tag);
    if (children !== undefined) tagsOf(children, tags);
  }
  return tags;
}
