import { ledgerFaults, type MemoryLedger, memoryLedger, type StockMove } from '@coplan/fulfillment';
import { type Lifecycle, nextState } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { type HandlingUnitState, handlingUnitLifecycle } from './handling-unit.lifecycle.ts';
import { findContentFault } from './judge-packing.ts';
import { judgePick } from './judge-pick.ts';
import { type OutboundLineState, outboundLineLifecycle } from './outbound-line.lifecycle.ts';
import { type OutboundShipmentState, outboundShipmentLifecycle } from './outbound-shipment.lifecycle.ts';
import { type PickTaskState, pickTaskLifecycle } from './pick-task.lifecycle.ts';
import { type WaveState, waveLifecycle } from './wave.lifecycle.ts';
import { waveProgress } from './wave-progress.ts';

type Line = {
  id: string;
  wave: number;
  released: number;
  picked: number;
  freed: number;
  packed: number;
  state: OutboundLineState;
};
type Task = { wave: number; lines: Line[]; state: PickTaskState; tries: number };
type Unit = {
  shipment: Shipment;
  contents: { lineId: string; quantityMilli: number }[];
  state: HandlingUnitState;
};
type Shipment = { id: number; wave: number; state: OutboundShipmentState; times: number };
type Wave = { id: number; state: WaveState; tasks: Task[]; lines: Line[]; shipment: Shipment; units: Unit[] };

const stock = { itemId: 'item', lotId: 'lot', ownerId: 'mill' };
const locationId = 'W1';

/** A choice that is the same in every run (mulberry32). */
function chooser(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** A warehouse in memory that does what the verbs do, by the same tables and judgements. */
type Model = { ledger: MemoryLedger; waves: Wave[]; missingMilli: number; choose: (below: number) => number };

function post({ ledger }: Model, commandId: string, moves: [StockMove, number][]): void {
  const some = moves.filter(([, quantityMilli]) => quantityMilli > 0);
  if (some.length === 0) return;
  const command = {
    commandId,
    moves: some.map(([move, quantityMilli]) => ({ move, ...stock, locationId, quantityMilli })),
  };
  // The same command again changes nothing.
  expect(ledger.post(command).kind).toBe('posted');
  expect(ledger.post(command).kind).toBe('repeated');
}

function move<State extends string, Event extends string>(
  thing: { state: State },
  lifecycle: Lifecycle<State, Event>,
  event: Event,
): boolean {
  const next = nextState(lifecycle, thing.state, event);
  if (next !== undefined) thing.state = next;
  return next !== undefined;
}

function restate(wave: Wave): void {
  const to = waveProgress(wave.tasks, wave.lines);
  if (to === wave.state) return;
  expect(Object.values(waveLifecycle.table[wave.state]), `${wave.state} → ${to}`).toContain(to);
  wave.state = to;
}

const toPick = (line: Line): number => (line.state === 'released' ? line.released - line.freed : 0);

function release(model: Model): void {
  const { waves, choose } = model;
  const id = waves.length;
  const lines = Array.from({ length: 1 + choose(4) }, (_, index): Line => {
    const released = (1 + choose(5)) * 1_000;
    return {
      id: `${id}/${index}`,
      wave: id,
      released,
      picked: 0,
      freed: 0,
      packed: 0,
      state: outboundLineLifecycle.initial,
    };
  });
  const asked = lines.reduce((sum, { released }) => sum + released, 0);
  post(model, `receive-${id}`, [['receive', asked]]);
  post(model, `reserve-${id}`, [['allocate', asked]]);
  const half = Math.ceil(lines.length / 2);
  const tasks = [lines.slice(0, half), lines.slice(half)]
    .filter((part) => part.length > 0)
    .map((part): Task => ({ wave: id, lines: part, state: pickTaskLifecycle.initial, tries: 0 }));
  const shipment: Shipment = { id, wave: id, state: outboundShipmentLifecycle.initial, times: 0 };
  waves.push({ id, state: waveLifecycle.initial, tasks, lines, shipment, units: [] });
}

function pick(model: Model, wave: Wave): void {
  const { choose } = model;
  const task = wave.tasks[choose(wave.tasks.length)];
  const lines = task?.lines.filter((line) => toPick(line) > 0) ?? [];
  if (task === undefined || task.state !== 'open' || lines.length === 0) return;
  const asked = lines.reduce((sum, line) => sum + toPick(line), 0);
  const found = choose(3) === 0 ? choose(asked / 1_000 + 1) * 1_000 : asked;
  const judged = judgePick(
    lines.map((line) => ({ lineId: line.id, orderId: '', reservedMilli: toPick(line) })),
    found,
  );
  task.tries += 1;
  const act = `${wave.id}-${wave.tasks.indexOf(task)}-${task.tries}`;
  post(model, `pick-${act}`, [
    ['pick', found],
    ['release', judged.missingMilli],
  ]);
  post(model, `missing-${act}`, [['block', judged.missingMilli]]);
  model.missingMilli += judged.missingMilli;
  for (const { lineId, pickedMilli, freedMilli, event } of judged.lines) {
    const line = lines.find(({ id }) => id === lineId);
    if (line === undefined) continue;
    Object.assign(line, { picked: pickedMilli, freed: line.freed + freedMilli });
    expect(move(line, outboundLineLifecycle, event)).toBe(true);
  }
  expect(move(task, pickTaskLifecycle, judged.taskEvent)).toBe(true);
}

function undo(model: Model, wave: Wave): void {
  const { choose } = model;
  const task = wave.tasks[choose(wave.tasks.length)];
  const lines = task?.lines.filter(({ picked }) => picked > 0) ?? [];
  if (task === undefined || lines.length === 0 || lines.some(({ packed }) => packed > 0)) return;
  if (!move(task, pickTaskLifecycle, 'undo')) return;
  task.tries += 1;
  post(model, `unpick-${wave.id}-${wave.tasks.indexOf(task)}-${task.tries}`, [
    ['unpick', lines.reduce((sum, { picked }) => sum + picked, 0)],
  ]);
  for (const line of lines) {
    expect(move(line, outboundLineLifecycle, 'undo-pick')).toBe(true);
    line.picked = 0;
  }
}

function cancel(model: Model, wave: Wave): void {
  for (const task of wave.tasks) if (task.state === 'open') move(task, pickTaskLifecycle, 'cancel');
  for (const line of wave.lines) {
    if (
      line.state !== 'released' ||
      wave.tasks.some(({ lines, state }) => state === 'open' && lines.includes(line))
    )
      continue;
    post(model, `give-back-${line.id}`, [['release', toPick(line)]]);
    move(line, outboundLineLifecycle, 'cancel');
  }
}

function pack(model: Model, wave: Wave): void {
  const { choose } = model;
  if (wave.shipment.state !== 'planned') return;
  const line = wave.lines[choose(wave.lines.length)];
  if (line === undefined) return;
  const contents = [{ lineId: line.id, quantityMilli: (1 + choose(5)) * 1_000 }];
  const open = wave.lines.filter(({ state }) => state === 'picked' || state === 'packed');
  const fault = findContentFault(
    open.map(({ id, picked, packed }) => ({ lineId: id, pickedMilli: picked, elsewhereMilli: packed })),
    contents,
  );
  if (fault !== undefined) return;
  const unit: Unit = { shipment: wave.shipment, contents, state: handlingUnitLifecycle.initial };
  expect(move(unit, handlingUnitLifecycle, 'pack')).toBe(true);
  wave.units.push(unit);
  line.packed += contents[0]?.quantityMilli ?? 0;
  if (line.packed === line.picked) expect(move(line, outboundLineLifecycle, 'pack')).toBe(true);
}

function reopen(model: Model, wave: Wave): void {
  const { choose } = model;
  const unit = wave.units[choose(wave.units.length)];
  if (unit === undefined || !move(unit, handlingUnitLifecycle, 'reopen')) return;
  for (const { lineId, quantityMilli } of unit.contents) {
    const line = wave.lines.find(({ id }) => id === lineId);
    if (line === undefined) continue;
    if (line.state === 'packed') move(line, outboundLineLifecycle, 'unpack');
    line.packed -= quantityMilli;
  }
  expect(move(unit, handlingUnitLifecycle, 'void')).toBe(true);
}

function ship(model: Model, wave: Wave): void {
  const units = wave.units.filter(({ state }) => state === 'packed');
  const inside = wave.lines.filter(({ packed }) => packed > 0);
  if (units.length === 0 || inside.some(({ packed, picked }) => packed < picked)) return;
  if (!move(wave.shipment, outboundShipmentLifecycle, 'confirm')) return;
  wave.shipment.times += 1;
  post(model, `ship-${wave.id}-${wave.shipment.times}`, [
    ['ship', inside.reduce((sum, { packed }) => sum + packed, 0)],
  ]);
  for (const unit of units) expect(move(unit, handlingUnitLifecycle, 'ship')).toBe(true);
  for (const line of inside) expect(move(line, outboundLineLifecycle, 'ship')).toBe(true);
}

function takeBack(model: Model, wave: Wave): void {
  if (!move(wave.shipment, outboundShipmentLifecycle, 'take-back')) return;
  const undoes = `ship-${wave.id}-${wave.shipment.times}`;
  expect(model.ledger.post({ commandId: `undo-${undoes}`, undoes }).kind).toBe('posted');
  for (const unit of wave.units) move(unit, handlingUnitLifecycle, 'take-back');
  for (const line of wave.lines) move(line, outboundLineLifecycle, 'take-back');
}

const commands = { pick, undo, cancel, pack, reopen, ship, takeBack } as const;

function checkConservation({ ledger, waves, missingMilli }: Model): void {
  const lines = waves.flatMap((wave) => wave.lines);
  const sum = (of: (line: Line) => number): number => lines.reduce((total, line) => total + of(line), 0);
  const at = (state: 'allocated' | 'picked' | 'in-transit' | 'blocked'): number =>
    ledger.balanceMilli({ state, locationId }, stock);
  expect(at('allocated')).toBe(sum(toPick));
  expect(at('picked')).toBe(sum((line) => (line.state === 'shipped' ? 0 : line.picked)));
  expect(at('in-transit')).toBe(sum((line) => (line.state === 'shipped' ? line.picked : 0)));
  expect(at('blocked')).toBe(missingMilli);
  for (const line of lines) {
    expect(line.picked + line.freed).toBeLessThanOrEqual(line.released);
    if (!['released', 'cancelled'].includes(line.state)) expect(line.picked + line.freed).toBe(line.released);
    expect(line.packed).toBeLessThanOrEqual(line.picked);
  }
  expect(ledgerFaults(ledger)).toEqual([]);
}

test('100,000 commands in any order: what is released is picked, freed or still to pick, and the ledger agrees', () => {
  const choose = chooser(42);
  const model: Model = { ledger: memoryLedger(), waves: [], missingMilli: 0, choose };
  const names = [
    'pick',
    'pick',
    'pick',
    'undo',
    'pack',
    'pack',
    'pack',
    'reopen',
    'ship',
    'takeBack',
    'cancel',
  ] as const;
  const seen = new Map<string, number>();
  for (let count = 0; count < 100_000; count++) {
    if (choose(40) === 0 || model.waves.length === 0) {
      release(model);
      continue;
    }
    // Mostly the latest waves, so that they come far; now and then an old one.
    const recent = Math.min(model.waves.length, choose(20) === 0 ? model.waves.length : 4);
    const wave = model.waves[model.waves.length - 1 - choose(recent)] as Wave;
    const name = names[choose(names.length)] as (typeof names)[number];
    if (name === 'cancel' && choose(8) !== 0) continue;
    const before = wave.state;
    commands[name](model, wave);
    restate(wave);
    if (wave.state !== before)
      seen.set(`${before} → ${wave.state}`, (seen.get(`${before} → ${wave.state}`) ?? 0) + 1);
    if (count % 10_000 === 0) checkConservation(model);
  }
  checkConservation(model);
  // The run went through every move of a wave.
  expect([...seen.keys()].sort()).toEqual([
    'picked → picking',
    'picked → released',
    'picked → shipped',
    'picking → picked',
    'picking → released',
    'picking → shipped',
    'released → cancelled',
    'released → picked',
    'released → picking',
    'shipped → picked',
  ]);
});
