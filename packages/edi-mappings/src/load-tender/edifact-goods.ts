import type { TenderStop, Weight } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { findGroup } from '../edifact/qualified.ts';
import type { Position, Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

const packageList = ({ edifact }: AgreementProfile) =>
  codeList('kind of package', edifact.transport.packages);
const weightUnits = ({ edifact }: AgreementProfile) =>
  codeList('unit of weight', { KGM: edifact.units.KGM, LBR: edifact.units.LBR });

export function readEdifactWeight(
  from: Reading,
  at: PlacedSegment | undefined,
  where: { amount: Position; unit: Position },
  profile: AgreementProfile,
) {
  if (from.text(at, where.amount) === undefined) return undefined;
  return {
    amountMilli: from.scaled(at, where.amount, 3, 'weight'),
    unit: from.code(weightUnits(profile), at, where.unit),
  };
}

/** MEA below a GID that tells the gross weight of the goods. */
function readGoodsWeight(from: Reading, goods: Loop, profile: AgreementProfile) {
  const { kinds } = profile.edifact.transport.weights;
  const at = goods
    .loops('MEA')
    .map((group) => group.first('MEA'))
    .find((one) => kinds.includes(one?.segment.component(2, 1) ?? ''));
  return readEdifactWeight(from, at, { amount: [3, 2], unit: [3, 1] }, profile);
}

/**
 * GID: either orders, each with its number, or goods without one, whose packages and weights are added up. All of them
 * are loaded at the first place and unloaded at the last.
 */
export function readGoods(from: Reading, root: Loop, profile: AgreementProfile) {
  const { orders } = profile.edifact.transport;
  const all = root.loops('GID').map((loop) => ({
    loop,
    at: loop.first('GID'),
    poNumber: from.component(findGroup(loop, 'RFF', orders.poNumber)?.first('RFF'), 1, 2),
    reference: from.component(findGroup(loop, 'RFF', orders.reference)?.first('RFF'), 1, 2),
    weight: readGoodsWeight(from, loop, profile),
  }));
  const isOrder = ({ poNumber, reference }: (typeof all)[number]): boolean =>
    (poNumber ?? reference) !== undefined;
  if (!all.some(isOrder)) return { orders: [], ...readSum(from, all, profile) };
  return {
    orders: all.map((goods) => {
      const { at, poNumber, reference, weight } = goods;
      if (!isOrder(goods)) {
        const codes = [...orders.poNumber, ...orders.reference].join(' or ');
        from.complain(at, 0, `these goods belong to no order, the others do: send an RFF with ${codes}`);
      }
      const isCounted = from.component(at, 2, 1) !== undefined;
      const pieces = isCounted ? from.scaled(at, [2, 1], 0, 'number of packages') : undefined;
      return { reference, poNumber, pieces, weight };
    }),
    weight: undefined,
    pieces: undefined,
  };
}

type Goods = {
  at: PlacedSegment | undefined;
  weight: ReturnType<typeof readEdifactWeight>;
};

function readSum(from: Reading, all: readonly Goods[], profile: AgreementProfile) {
  const counted = all.filter(({ at }) => from.component(at, 2, 1) !== undefined);
  const packages = counted.map(({ at }) => ({
    at,
    amountMilli: from.scaled(at, [2, 1], 3, 'number of packages'),
    unit: from.code(packageList(profile), at, [2, 2]),
  }));
  const weights = all.flatMap(({ at, weight }) => (weight === undefined ? [] : [{ at, ...weight }]));
  return {
    pieces: added(from, packages, 'packages of several kinds'),
    weight: added(from, weights, 'weights in several units'),
  };
}

/** The sum where all have one unit; undefined where there are none. */
function added<Unit extends string>(
  from: Reading,
  amounts: readonly {
    at: PlacedSegment | undefined;
    amountMilli: number | undefined;
    unit: Unit | undefined;
  }[],
  what: string,
) {
  const [first, ...others] = amounts;
  if (first === undefined) return undefined;
  const other = others.find(({ unit }) => unit !== first.unit);
  if (other !== undefined && other.unit !== undefined && first.unit !== undefined)
    from.complain(other.at, 0, `${what} cannot be added up: send the order of each of them`);
  let sum = first.amountMilli;
  for (const { amountMilli } of others)
    sum = sum === undefined || amountMilli === undefined ? undefined : sum + amountMilli;
  return { amountMilli: sum, unit: first.unit };
}

export function writeGoods(to: Writing, stop: TenderStop, profile: AgreementProfile): void {
  const { orders, weight, pieces } = stop;
  const codes = profile.edifact.transport.orders;
  if (orders.length === 0) {
    if (pieces === undefined && weight === undefined) return;
    if (pieces !== undefined && pieces.amountMilli % 1000 !== 0)
      to.complain('a number of packages is a whole number in GID');
    const count = pieces === undefined ? '' : String(Math.trunc(pieces.amountMilli / 1000));
    writeGid(to, pieces === undefined ? '' : [count, packageCode(to, pieces.unit, profile)]);
    writeWeight(to, weight, profile);
    return;
  }
  if (weight !== undefined || pieces !== undefined)
    to.complain(
      'beside the orders of a stop there is no place for its weight and pieces: say them of the load',
    );
  for (const order of orders) {
    writeGid(to, order.pieces === undefined ? '' : [String(order.pieces)]);
    writeWeight(to, order.weight, profile);
    if (order.poNumber !== undefined) to.segment('RFF', [codes.poNumber[0], order.poNumber]);
    if (order.reference !== undefined) to.segment('RFF', [codes.reference[0], order.reference]);
  }
}

const writeGid = (to: Writing, packages: string | string[]): void =>
  to.segment('GID', String(to.count('GID') + 1), packages);

function packageCode(to: Writing, unit: string, profile: AgreementProfile): string {
  const table: Readonly<Record<string, readonly string[]>> = profile.edifact.transport.packages;
  const [code] = table[unit] ?? [];
  if (code === undefined) to.complain(`the unit ${unit} is no agreed kind of package`);
  return code ?? '';
}

function writeWeight(to: Writing, weight: Weight | undefined, profile: AgreementProfile): void {
  if (weight === undefined) return;
  const { purpose, kinds } = profile.edifact.transport.weights;
  to.segment('MEA', purpose, [kinds[0]], [to.unit(weight.unit), to.decimal(weight.amountMilli, 3)]);
}
