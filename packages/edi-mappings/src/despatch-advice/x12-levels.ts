import type { Loop, PlacedSegment } from '@coplan/edi';
import type { Reading } from '../reading.ts';

/** HL03: shipment, order, tare (pallet), pack (carton), item. */
export type LevelCode = 'S' | 'O' | 'T' | 'P' | 'I';
export type HlLevel = { code: LevelCode; loop: Loop; head: PlacedSegment | undefined; children: HlLevel[] };

const isLevel = (code: string): code is LevelCode => code.length === 1 && 'SOTPI'.includes(code);
const names: Readonly<Record<LevelCode, string>> = {
  S: 'shipment',
  O: 'order',
  T: 'pallet',
  P: 'carton',
  I: 'item',
};
/** Below which levels each one may stand; a carton below an item holds that item only. */
const parentsOf: Readonly<Record<LevelCode, string>> = { S: '', O: 'S', T: 'O', P: 'OTI', I: 'OTP' };

/**
 * The HL loops of an 856 as a tree, which the message tells by HL01 and HL02. Complains about a parent that does not come
 * before its child, about a level at a place that no agreed structure has, and about a second shipment.
 */
export function readLevels(root: Loop, from: Reading): HlLevel | undefined {
  const known = new Map<string, HlLevel>();
  let shipment: HlLevel | undefined;
  for (const loop of root.loops('HL')) {
    const head = loop.first('HL');
    const id = from.required(head, 1, 'number of the level') ?? '';
    const parentId = from.text(head, 2);
    const code = from.text(head, 3) ?? '';
    if (!isLevel(code)) {
      const why = `the level "${code}" is not known: send S, O, T, P or I`;
      from.complain(head, 3, why, 'element-code');
      continue;
    }
    if (known.has(id)) from.complain(head, 1, `two levels have the number ${id}`);
    const level: HlLevel = { code, loop, head, children: [] };
    known.set(id, level);
    if (code === 'S') {
      if (shipment !== undefined) from.complain(head, 3, 'send one shipment per message');
      if (parentId !== undefined) from.complain(head, 2, 'a shipment has no level above it');
      shipment ??= level;
      continue;
    }
    const parent = known.get(parentId ?? '');
    if (parent === undefined || parent === level) {
      from.complain(head, 2, `there is no level ${parentId ?? '(empty)'} before this ${names[code]}`);
    } else if (!parentsOf[code].includes(parent.code)) {
      from.complain(head, 2, `a level ${code} cannot stand below a level ${parent.code} here`);
    } else parent.children.push(level);
  }
  if (shipment === undefined)
    from.complain(root.loops('HL')[0]?.first('HL'), 3, 'the shipment (HL03 S) is missing');
  return shipment;
}

export const childrenOf = (level: HlLevel, code: LevelCode): HlLevel[] =>
  level.children.filter((child) => child.code === code);
