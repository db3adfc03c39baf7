import type {
  DespatchAdvice,
  DespatchedCarton,
  DespatchedOrder,
  DespatchedPallet,
  ShipmentWeight,
} from '@coplan/documents';
import type { AgreementProfile } from '../agreement-profile.ts';
import type { Writing } from '../writing.ts';
import { writeLine, writeMarks } from './edifact-lines.ts';
import { writeWeight } from './edifact-weights.ts';

/** Parts of one package that several orders share; each part knows its order. */
type Shared<Item> = { item: Item; order: DespatchedOrder }[];

/** An SSCC stands for one package, however many orders name it. */
function shared<Item extends { sscc?: string | undefined }>(parts: Shared<Item>): Shared<Item>[] {
  const bySscc = new Map<string, Shared<Item>>();
  const packages: Shared<Item>[] = [];
  for (const part of parts) {
    const { sscc } = part.item;
    const known = sscc === undefined ? undefined : bySscc.get(sscc);
    if (known !== undefined) known.push(part);
    else {
      const fresh = [part];
      packages.push(fresh);
      if (sscc !== undefined) bySscc.set(sscc, fresh);
    }
  }
  return packages;
}

/** CPS 1 is the shipment; each package, and what is packed in none, has a level below it. */
export function writePackages(advice: DespatchAdvice, to: Writing, profile: AgreementProfile): void {
  const writer = new PackageWriter(to, profile);
  writer.writeShipment(advice);
}

class PackageWriter {
  readonly #to: Writing;
  readonly #profile: AgreementProfile;
  #levels = 0;

  constructor(to: Writing, profile: AgreementProfile) {
    this.#to = to;
    this.#profile = profile;
  }

  writeShipment({ orders, palletCount, cartonCount }: DespatchAdvice): void {
    const { packaging } = this.#profile.edifact.despatch;
    const top = this.#open(undefined, undefined);
    if (palletCount !== undefined) this.#to.segment('PAC', String(palletCount), '', [packaging.pallets[0]]);
    if (cartonCount !== undefined) this.#to.segment('PAC', String(cartonCount), '', [packaging.cartons[0]]);
    const isPacked = orders.some(({ pallets, cartons }) => pallets.length + cartons.length > 0);
    const pallets = orders.flatMap((order) => order.pallets.map((item) => ({ item, order })));
    const cartons = orders.flatMap((order) => order.cartons.map((item) => ({ item, order })));
    const palletsLeft = shared(pallets);
    const cartonsLeft = shared(cartons);
    // Order by order, so that the orders come back as they are.
    for (const order of orders) {
      for (const parts of palletsLeft) if (parts[0]?.order === order) this.#writePallet(parts, top);
      for (const parts of cartonsLeft) if (parts[0]?.order === order) this.#writeCarton(parts, top);
      if (order.lines.length > 0 && isPacked) this.#open(top, undefined);
      for (const line of order.lines) writeLine(line, order, this.#to, this.#profile);
    }
  }

  #open(parent: number | undefined, level: string | undefined): number {
    this.#levels += 1;
    this.#to.segment('CPS', String(this.#levels), parent === undefined ? '' : String(parent), level);
    return this.#levels;
  }

  /** CPS 7075: 3 outer, 1 inner packaging. */
  #writePallet(parts: Shared<DespatchedPallet>, parent: number): void {
    const { packaging } = this.#profile.edifact.despatch;
    const own = this.#open(parent, '3');
    this.#writePackage(packaging.pallets[0], parts[0]?.item);
    for (const { item, order } of parts)
      for (const line of item.lines) writeLine(line, order, this.#to, this.#profile);
    const cartons = parts.flatMap(({ item, order }) =>
      item.cartons.map((carton) => ({ item: carton, order })),
    );
    for (const carton of shared(cartons)) this.#writeCarton(carton, own);
  }

  #writeCarton(parts: Shared<DespatchedCarton>, parent: number): void {
    const { packaging } = this.#profile.edifact.despatch;
    this.#open(parent, '1');
    this.#writePackage(packaging.cartons[0], parts[0]?.item);
    for (const { item, order } of parts)
      for (const line of item.lines) writeLine(line, order, this.#to, this.#profile);
  }

  #writePackage(
    kind: string | undefined,
    about: { sscc?: string | undefined; weight?: ShipmentWeight | undefined } | undefined,
  ): void {
    const { ssccs, weights } = this.#profile.edifact.despatch;
    this.#to.segment('PAC', '1', '', [kind]);
    writeWeight(this.#to, weights.package[0], about?.weight);
    if (about?.sscc === undefined) return;
    writeMarks(this.#to);
    this.#to.segment('GIN', ssccs[0], [about.sscc]);
  }
}
