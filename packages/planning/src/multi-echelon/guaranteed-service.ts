import { assert, DomainError } from '@coplan/kernel';

/** A stage that promises to deliver within its service time, and holds the stock that this takes. Whole periods. */
export type ServiceStage = {
  id: string;
  processingPeriods: number;
  holdingCost: number;
  /** How many deviations of demand the stock is to bound. */
  boundDeviations: number;
  /** Deviation of the demand from outside, where there is any. */
  demandDeviation?: number;
  /** The longest service time that customers accept; needed where there is demand from outside. */
  promisedPeriods?: number;
  /** Service time of the outside supplier. */
  suppliedPeriods?: number;
};

export type ServiceNetwork = {
  stages: readonly ServiceStage[];
  /** `from` supplies `to`. */
  links: readonly { from: string; to: string }[];
};

export type ServicePlan = {
  cost: number;
  /** By stage, in the order given: service time out and in, and safety stock. */
  stages: { id: string; servicePeriods: number; inboundPeriods: number; safetyStock: number }[];
};

type Node = {
  stage: ServiceStage;
  suppliers: number[];
  customers: number[];
  deviation: number;
  /** The longest time in which the stage could be replenished from outside. */
  longest: number;
};

const notATree = (message: string): DomainError =>
  new DomainError('invalid', 'planning.network-not-a-tree', {}, message);

function connect({ stages, links }: ServiceNetwork): Node[] {
  const indexOf = new Map(stages.map(({ id }, index) => [id, index]));
  const nodes: Node[] = stages.map((stage) => {
    const { processingPeriods, suppliedPeriods = 0, promisedPeriods = 0 } = stage;
    for (const periods of [processingPeriods, suppliedPeriods, promisedPeriods])
      assert(Number.isInteger(periods) && periods >= 0, 'times of a stage are whole periods');
    return { stage, suppliers: [], customers: [], deviation: -1, longest: -1 };
  });
  for (const { from, to } of links) {
    const [source, target] = [indexOf.get(from) ?? -1, indexOf.get(to) ?? -1];
    if (nodes[source] === undefined || nodes[target] === undefined)
      throw new DomainError(
        'invalid',
        'planning.unknown-stage',
        { from, to },
        `the link from ${from} to ${to} names a stage that is not given`,
      );
    nodes[source].customers.push(target);
    nodes[target].suppliers.push(source);
  }
  return nodes;
}

/** Visits the tree from `root` outwards: parents before children. Throws where the network is no tree. */
function orderFrom(nodes: readonly Node[]): { index: number; parent: number }[] {
  const order = [{ index: 0, parent: -1 }];
  const seen = new Set([0]);
  for (let at = 0; at < order.length; at++) {
    const { index, parent } = order[at] ?? { index: 0, parent: -1 };
    const node = nodes[index];
    for (const neighbour of [...(node?.suppliers ?? []), ...(node?.customers ?? [])]) {
      if (neighbour === parent) continue;
      if (seen.has(neighbour)) throw notATree('the links of the network close a ring: plan its parts apart');
      seen.add(neighbour);
      order.push({ index: neighbour, parent: index });
    }
  }
  if (order.length !== nodes.length) throw notATree('the stages do not hang together: plan the parts apart');
  return order;
}

/** Deviation of what a stage must serve: its own demand and that of its customers, taken as independent. */
function deviationOf(nodes: readonly Node[], index: number): number {
  const node = nodes[index];
  if (node === undefined) return 0;
  if (node.deviation < 0) {
    const own = node.stage.demandDeviation ?? 0;
    node.deviation = Math.sqrt(
      node.customers.reduce((sum, customer) => sum + deviationOf(nodes, customer) ** 2, own ** 2),
    );
  }
  return node.deviation;
}

function longestOf(nodes: readonly Node[], index: number): number {
  const node = nodes[index];
  if (node === undefined) return 0;
  if (node.longest < 0) {
    const before = node.suppliers.map((supplier) => longestOf(nodes, supplier));
    node.longest = Math.max(node.stage.suppliedPeriods ?? 0, ...before) + node.stage.processingPeriods;
  }
  return node.longest;
}

type Times = { service: number; inbound: number };

/** Cheapest cost of the branch behind a link, by the service time on it, and the choice that gives it. */
type Branch = { costs: number[]; choices: Times[] };

/** Best entry of `costs` at or below (`before`) or at or above a service time; beyond the end counts the end. */
function bestOf(costs: readonly number[], time: number, isBefore: boolean): { cost: number; time: number } {
  let best = { cost: Number.POSITIVE_INFINITY, time };
  const [low, high] = isBefore ? [0, Math.min(time, costs.length - 1)] : [time, costs.length - 1];
  for (let at = low; at <= high; at++) {
    const cost = costs[at] ?? Number.POSITIVE_INFINITY;
    if (cost < best.cost) best = { cost, time: at };
  }
  return best;
}

type Program = { nodes: readonly Node[]; branches: Map<number, Branch> };

function costAt(
  { branches }: Program,
  node: Node,
  parent: number,
  { service, inbound }: { service: number; inbound: number },
): number {
  const { holdingCost, boundDeviations, processingPeriods } = node.stage;
  const net = inbound + processingPeriods - service;
  if (net < 0) return Number.POSITIVE_INFINITY;
  let cost = holdingCost * boundDeviations * node.deviation * Math.sqrt(net);
  for (const supplier of node.suppliers)
    if (supplier !== parent) cost += bestOf(branches.get(supplier)?.costs ?? [], inbound, true).cost;
  for (const customer of node.customers)
    if (customer !== parent) cost += bestOf(branches.get(customer)?.costs ?? [], service, false).cost;
  return cost;
}

/** All permitted pairs of times of a stage; costs by outgoing time where the parent is a customer, else by inbound. */
function branchOf(program: Program, index: number, parent: number): Branch {
  const node = program.nodes[index];
  if (node === undefined) return { costs: [], choices: [] };
  const { promisedPeriods, suppliedPeriods = 0, processingPeriods } = node.stage;
  const isByService = node.customers.includes(parent);
  const serviceMax = Math.min(node.longest, promisedPeriods ?? node.longest);
  const inboundMax = node.longest - processingPeriods;
  const size = (isByService ? serviceMax : inboundMax) + 1;
  const branch: Branch = {
    costs: new Array<number>(size).fill(Number.POSITIVE_INFINITY),
    choices: new Array<Times>(size).fill({ service: 0, inbound: 0 }),
  };
  for (let inbound = suppliedPeriods; inbound <= inboundMax; inbound++) {
    for (let service = 0; service <= serviceMax; service++) {
      const cost = costAt(program, node, parent, { service, inbound });
      const key = isByService ? service : inbound;
      if (cost >= (branch.costs[key] ?? 0)) continue;
      branch.costs[key] = cost;
      branch.choices[key] = { service, inbound };
    }
  }
  return branch;
}

/** Follows the choices from the root outwards. */
function chooseTimes(
  { nodes, branches }: Program,
  order: readonly { index: number; parent: number }[],
): { cost: number; times: Map<number, Times> } {
  const times = new Map<number, Times>();
  let cost = 0;
  for (const { index, parent } of order) {
    const branch = branches.get(index) ?? { costs: [], choices: [] };
    const above = times.get(parent);
    const isByService = nodes[index]?.customers.includes(parent) ?? false;
    const best =
      above === undefined
        ? bestOf(branch.costs, 0, false)
        : isByService
          ? bestOf(branch.costs, above.inbound, true)
          : bestOf(branch.costs, above.service, false);
    if (above === undefined) cost = best.cost;
    times.set(index, branch.choices[best.time] ?? { service: 0, inbound: 0 });
  }
  return { cost, times };
}

/**
 * Where in a tree of stages safety stock costs least when every stage keeps its promised service time for demand within
 * its bound: dynamic programme over service times (Graves & Willems 2000; Snyder & Shen, section 6.3). Throws
 * `DomainError` (invalid) for links to unknown stages and networks that are no tree.
 */
export function placeSafetyStock(network: ServiceNetwork): ServicePlan {
  const nodes = connect(network);
  assert(nodes.length > 0, 'a network has stages');
  const order = orderFrom(nodes);
  nodes.forEach((_, index) => {
    deviationOf(nodes, index);
    longestOf(nodes, index);
  });
  const program: Program = { nodes, branches: new Map() };
  for (const { index, parent } of [...order].reverse())
    program.branches.set(index, branchOf(program, index, parent));
  const { cost, times } = chooseTimes(program, order);
  return {
    cost,
    stages: nodes.map(({ stage, deviation }, index) => {
      const { service, inbound } = times.get(index) ?? { service: 0, inbound: 0 };
      const net = Math.max(0, inbound + stage.processingPeriods - service);
      return {
        id: stage.id,
        servicePeriods: service,
        inboundPeriods: inbound,
        safetyStock: stage.boundDeviations * deviation * Math.sqrt(net),
      };
    }),
  };
}
