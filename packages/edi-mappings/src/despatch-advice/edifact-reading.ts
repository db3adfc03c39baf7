import type { Loop, PlacedSegment } from '@coplan/edi';
import { isSscc } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import type { Reading } from '../reading.ts';
import { readLine } from './edifact-lines.ts';
import { readWeight } from './edifact-weights.ts';

type ReadLine = ReturnType<typeof readLine>;
type Line = ReadLine['line'] & { ssccs: string[] };
type Carton = { sscc: string | undefined; weight: ReturnType<typeof readWeight>; lines: Line[] };
type Pallet = Carton & { cartons: Carton[] };
type Order = ReadLine['order'] & { pallets: Pallet[]; cartons: Carton[]; lines: Line[] };

type Level = { loop: Loop; head: PlacedSegment | undefined; parent: Level | undefined; children: Level[] };
type Facts = {
  kind: 'pallet' | 'carton' | 'counted' | 'loose';
  sscc: string | undefined;
  /** More than one: they all hold the one line of the level. */
  ssccs: string[];
  weight: ReturnType<typeof readWeight>;
};

const packageList = ({ edifact }: AgreementProfile) =>
  codeList('kind of package', edifact.despatch.packaging);

/** CPS 7164 and 7166 tell the tree; a parent stands before its children. */
function readLevels(root: Loop, from: Reading): Level[] {
  const known = new Map<string, Level>();
  const tops: Level[] = [];
  for (const loop of root.loops('CPS')) {
    const head = loop.first('CPS');
    const id = from.required(head, 1, 'number of the level') ?? '';
    const parentId = from.text(head, 2);
    const parent = parentId === undefined ? undefined : known.get(parentId);
    if (parentId !== undefined && parent === undefined)
      from.complain(head, 2, `there is no level ${parentId} before this one`);
    if (known.has(id)) from.complain(head, 1, `two levels have the number ${id}`);
    const level: Level = { loop, head, parent, children: [] };
    known.set(id, level);
    if (parent === undefined) tops.push(level);
    else parent.children.push(level);
  }
  return tops;
}

/** Packages and lines of a DESADV, sorted by order; a package that holds lines of two orders appears in both. */
export function readPackages(root: Loop, from: Reading, profile: AgreementProfile) {
  const reader = new PackageReader(root, from, profile);
  for (const level of readLevels(root, from)) reader.readTop(level);
  const { pallets, cartons } = reader.counts;
  return { palletCount: pallets, cartonCount: cartons, orders: [...reader.orders.values()] };
}

class PackageReader {
  readonly orders = new Map<string, Order>();
  readonly counts: { pallets: number | undefined; cartons: number | undefined } = {
    pallets: undefined,
    cartons: undefined,
  };
  readonly #root: Loop;
  readonly #from: Reading;
  readonly #profile: AgreementProfile;

  constructor(root: Loop, from: Reading, profile: AgreementProfile) {
    this.#root = root;
    this.#from = from;
    this.#profile = profile;
  }

  readTop(level: Level): void {
    const facts = this.#factsOf(level);
    if (facts.kind === 'pallet') this.#readPallet(level, facts);
    else if (facts.kind === 'carton') this.#readCarton(level, facts);
    else {
      for (const [order, lines] of this.#linesByOrder(level, facts)) order.lines.push(...lines);
      for (const child of level.children) this.readTop(child);
    }
  }

  #readCarton(level: Level, { sscc, weight }: Facts): void {
    for (const [order, lines] of this.#linesByOrder(level)) order.cartons.push({ sscc, weight, lines });
    this.#refuseBelow(level, 'carton');
  }

  #readPallet(level: Level, { sscc, weight }: Facts): void {
    const parts = new Map<Order, Pallet>();
    const partOf = (order: Order): Pallet => {
      const part = parts.get(order) ?? { sscc, weight, cartons: [], lines: [] };
      if (!parts.has(order)) order.pallets.push(part);
      parts.set(order, part);
      return part;
    };
    for (const [order, lines] of this.#linesByOrder(level)) partOf(order).lines.push(...lines);
    for (const child of level.children) {
      const facts = this.#factsOf(child);
      if (facts.kind === 'pallet') this.#from.complain(child.head, 1, 'a pallet stands on a pallet here');
      for (const [order, lines] of this.#linesByOrder(child, facts)) {
        if (facts.kind === 'carton')
          partOf(order).cartons.push({ sscc: facts.sscc, weight: facts.weight, lines });
        else partOf(order).lines.push(...lines);
      }
      this.#refuseBelow(child, 'carton');
    }
  }

  #refuseBelow({ children }: Level, what: string): void {
    const [child] = children;
    if (child !== undefined)
      this.#from.complain(child.head, 2, `a package inside of a ${what} is not agreed`);
  }

  /** What the PAC groups of a level say; counts of several packages are kept, and name none. */
  #factsOf({ loop, head, parent }: Level): Facts {
    const from = this.#from;
    const { weights } = this.#profile.edifact.despatch;
    const facts: Facts = { kind: 'loose', sscc: undefined, ssccs: [], weight: undefined };
    for (const group of loop.loops('PAC')) {
      const at = group.first('PAC');
      const kind = from.code(packageList(this.#profile), at, [3, 1]);
      const ssccs = group.loops('PCI').flatMap((marks) => this.#ssccsOf(marks));
      const count = from.text(at, 1) === undefined ? 1 : (from.scaled(at, 1, 0, 'number of packages') ?? 1);
      if (ssccs.length > 0 && ssccs.length !== count)
        from.complain(at, 1, `it says ${count} packages, and names ${ssccs.length}`);
      const isOne = ssccs.length === 1 || (ssccs.length === 0 && count === 1 && parent !== undefined);
      if (isOne && facts.kind === 'loose' && kind !== undefined) {
        facts.kind = kind === 'pallets' ? 'pallet' : 'carton';
        [facts.sscc] = ssccs;
        facts.weight = readWeight(from, group, weights.package, this.#profile);
      } else if (isOne && kind !== undefined)
        from.complain(at, 0, 'two packages in one level: give each a CPS of its own');
      else if (ssccs.length > 1) facts.ssccs.push(...ssccs);
      else if (kind !== undefined) this.counts[kind] = (this.counts[kind] ?? 0) + count;
    }
    if (facts.ssccs.length > 0 && (facts.kind !== 'loose' || loop.loops('LIN').length !== 1)) {
      const why = 'several packages in one level hold one line together: give each a CPS of its own';
      from.complain(head, 0, why);
    }
    return facts;
  }

  #ssccsOf(marks: Loop): string[] {
    const found: string[] = [];
    for (const at of marks.loops('GIN').flatMap((group) => group.all('GIN'))) {
      if (!this.#profile.edifact.despatch.ssccs.includes(at.segment.component(1, 1))) continue;
      for (let element = 2; element <= 6; element++) {
        const text = this.#from.component(at, element, 1);
        if (text === undefined) continue;
        if (this.#from.component(at, element, 2) !== undefined)
          this.#from.complain(at, [element, 2], 'a range of SSCCs is not agreed: send each one');
        if (isSscc(text)) found.push(text);
        else {
          const why = `"${text}" is no SSCC: 18 digits with a right check digit`;
          this.#from.complain(at, [element, 1], why, 'element-code');
        }
      }
    }
    return found;
  }

  #linesByOrder({ loop }: Level, facts?: Facts): Map<Order, Line[]> {
    const found = new Map<Order, Line[]>();
    for (const group of loop.loops('LIN')) {
      const { order: about, line } = readLine(group, this.#root, this.#from, this.#profile);
      const key = JSON.stringify([about.poNumber, about.markFor]);
      const order = this.orders.get(key) ?? { ...about, pallets: [], cartons: [], lines: [] };
      this.orders.set(key, order);
      const ssccs = group.loops('PCI').flatMap((marks) => this.#ssccsOf(marks));
      const lines = found.get(order) ?? [];
      lines.push({ ...line, ssccs: [...(facts?.ssccs ?? []), ...ssccs] });
      found.set(order, lines);
    }
    return found;
  }
}
