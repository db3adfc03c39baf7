import {
  type Decoded,
  type Interchange,
  type Issue,
  type Loop,
  type Message,
  placeText,
  type Segment,
} from '@coplan/edi';

/** Lines for people: envelopes, loops and segments indented, each issue under what it is about. */
export function treeOf(decoded: Decoded): string[] {
  const lines = decoded.issues.map((issue) => issueLine(issue, ''));
  for (const interchange of decoded.interchanges) lines.push(...interchangeLines(interchange));
  return lines;
}

const issueLine = ({ severity, message, place }: Issue, indent: string): string =>
  `${indent}! ${severity}: ${message} (${placeText(place)})`;

function interchangeLines({
  header,
  groups,
  technicalAcknowledgements,
  issues,
  isAccepted,
}: Interchange): string[] {
  const { sender, receiver, dialect, reference } = header;
  const parties = `${sender.qualifier}:${sender.id} → ${receiver.qualifier}:${receiver.id}`;
  const lines = [
    `${dialect.name} interchange ${reference}  ${parties}  ${isAccepted ? 'accepted' : 'refused'}`,
  ];
  lines.push(...issues.map((issue) => issueLine(issue, '  ')));
  lines.push(...technicalAcknowledgements.map((segment) => `  ${segmentText(segment)}`));
  for (const group of groups) {
    if (group.header !== undefined) {
      const { type, reference: number, version } = group.header;
      lines.push(
        `  group ${type} ${number}  version ${version}  ${group.isAccepted ? 'accepted' : 'refused'}`,
      );
    }
    lines.push(...group.issues.map((issue) => issueLine(issue, '    ')));
    for (const message of group.messages) lines.push(...messageLines(message));
  }
  return lines;
}

function messageLines({ type, reference, isAccepted, root, segments, issues }: Message): string[] {
  const lines = [`    message ${type} ${reference}  ${isAccepted ? 'accepted' : 'refused'}`];
  const bySegment = Map.groupBy(issues, (issue) => issue.place.segmentIndex ?? 0);
  const show = (segment: Segment, index: number, indent: string): void => {
    lines.push(`${indent}${segmentText(segment)}`);
    for (const issue of bySegment.get(index) ?? []) lines.push(issueLine(issue, `${indent}  `));
    bySegment.delete(index);
  };
  if (root === undefined) {
    for (const [index, segment] of segments.entries()) show(segment, index + 1, '      ');
  } else {
    for (const { segment, index, depth } of inOrder(root))
      show(segment, index, '      '.padEnd(6 + 2 * depth));
  }
  for (const left of bySegment.values()) lines.push(...left.map((issue) => issueLine(issue, '      ')));
  return lines;
}

/** The segments of a loop and of the loops below, in the order of the message. */
function inOrder(loop: Loop, depth = 0): { segment: Segment; index: number; depth: number }[] {
  const own = loop.items.map((item, at) => ({ ...item, depth: depth === 0 || at === 0 ? depth : depth + 1 }));
  const below = loop.children.flatMap((child) => inOrder(child, depth === 0 ? 1 : depth + 1));
  return [...own, ...below].sort((left, right) => left.index - right.index);
}

const segmentText = (segment: Segment): string =>
  [segment.tag, ...segment.elements.map((_, index) => segment.value(index + 1))].join(' | ');
