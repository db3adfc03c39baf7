import type { Loop, PlacedSegment } from '../loop.ts';
import type { ReportBalance } from './balance-fault.ts';
import { loopsBelow } from './walk.ts';

/** HL03 that may stand above each level of a ship notice: shipment, order, tare, pack, item. */
const parentsOf: Readonly<Record<string, readonly string[]>> = {
  S: [],
  O: ['S'],
  T: ['S', 'O'],
  P: ['S', 'O', 'T', 'I'],
  I: ['S', 'O', 'T', 'P'],
};
const isWithoutParent = '';

type Level = { at: PlacedSegment; level: string; childFlag: string; childCount: number };

/** HL01 to HL04: numbers are unique, parents stand before their children, and the child flag tells the truth. */
export function checkHierarchy(root: Loop, type: string, report: ReportBalance): void {
  const levels = new Map<string, Level>();
  for (const loop of loopsBelow(root, 'HL')) {
    const at = loop.first('HL');
    if (at === undefined) continue;
    const [id, parent, level, childFlag] = [1, 2, 3, 4].map((position) => at.segment.value(position));
    if (id === undefined || parent === undefined || level === undefined || childFlag === undefined) continue;
    const complain = (element: number, why: string): void =>
      report({ code: 'hierarchy-wrong', why, at, element, value: at.segment.value(element) });
    if (levels.has(id)) complain(1, `the level number ${id} came before`);
    const above = levels.get(parent);
    if (parent !== isWithoutParent && above === undefined)
      complain(2, `there is no level ${parent} before this one`);
    if (above !== undefined) above.childCount++;
    const allowed = type === '856' ? parentsOf[level] : undefined;
    if (allowed !== undefined && above !== undefined && !allowed.includes(above.level)) {
      complain(2, `a level ${level} cannot stand below a level ${above.level}`);
    }
    if (allowed !== undefined && allowed.length > 0 && parent === isWithoutParent) {
      complain(2, `a level ${level} needs a level above it: ${allowed.join(', ')}`);
    }
    levels.set(id, { at, level, childFlag, childCount: 0 });
  }
  for (const { at, childFlag, childCount } of levels.values()) {
    if (childFlag === '' || (childFlag === '1') === childCount > 0) continue;
    const why =
      childFlag === '1'
        ? 'it says that levels follow below, but none does'
        : `${childCount} levels follow below, but it says none`;
    report({ code: 'hierarchy-wrong', why, at, element: 4, value: childFlag });
  }
}

/** CPS 7164 and 7166: numbers are unique, and each parent stands before its children. */
export function checkPackages(root: Loop, report: ReportBalance): void {
  const known = new Set<string>();
  for (const loop of loopsBelow(root, 'CPS')) {
    const at = loop.first('CPS');
    if (at === undefined) continue;
    const [id, parent] = [at.segment.value(1), at.segment.value(2)];
    if (known.has(id)) {
      report({ code: 'hierarchy-wrong', why: `the package ${id} came before`, at, element: 1, value: id });
    }
    if (parent !== '' && !known.has(parent)) {
      const why = `there is no package ${parent} before this one`;
      report({ code: 'hierarchy-wrong', why, at, element: 2, value: parent });
    }
    known.add(id);
  }
}
