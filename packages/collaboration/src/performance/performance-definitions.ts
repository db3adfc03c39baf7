/** A measure of performance: what stands beside its number. */
export type PerformanceDefinition = {
  code: string;
  name: string;
  /** In words and signs, as it stands beside the number on the screen. */
  formula: string;
  /** Raised whenever the arithmetic changes; results of different versions are never compared. */
  definitionVersion: string;
  unit: 'ratio' | 'hours';
  direction: 'higher-is-better' | 'lower-is-better';
  counts: string;
  source: string;
};

const scor = {
  definitionVersion: 'RL.1.1-2',
  unit: 'ratio',
  direction: 'higher-is-better',
  source: 'SCOR',
} as const;
const flow = { definitionVersion: '1', unit: 'ratio', direction: 'higher-is-better' } as const;

/** Every measure of order performance that the engines compute, in the order of the reference page. */
export const performanceDefinitions = [
  {
    ...scor,
    code: 'perfect-order',
    name: 'Perfect order fulfilment (RL.1.1)',
    formula:
      'orders of which every line is perfect / orders; a conjunction on the same line, not a product of four rates',
    counts:
      'orders with a judged line; an order with a failed line counts at once, others when all lines are judged',
  },
  {
    ...scor,
    code: 'perfect-line',
    name: 'Perfect lines',
    formula: 'lines whose four components all score 1 / lines',
    counts: 'judged lines',
  },
  {
    ...scor,
    code: 'delivered-in-full',
    name: 'Delivered in full (RL.2.1)',
    formula:
      'lines with the item ordered and |received inside the window − ordered| within the tolerance / lines',
    counts: 'lines not excluded whose check is decided',
  },
  {
    ...scor,
    code: 'on-commit-date',
    name: 'Delivery to customer commit date (RL.2.2)',
    formula: 'lines that arrived at the place ordered, inside the window around the original commit / lines',
    counts: 'the same, with a commit date',
  },
  {
    ...scor,
    code: 'documentation-accuracy',
    name: 'Documentation accuracy (RL.2.3)',
    formula:
      'lines whose shipping, compliance, other and payment papers are complete, right and in time / lines',
    counts: 'the same',
  },
  {
    ...scor,
    code: 'perfect-condition',
    name: 'Perfect condition (RL.2.4)',
    formula:
      'lines undamaged, configured, fresh and faultless, without returns for quality in the days agreed / lines',
    counts: 'the same',
  },
  {
    ...flow,
    code: 'on-time',
    name: 'On time (cases)',
    formula: 'Σ cases arrived inside the window / Σ cases delivered',
    counts: 'lines due in the period, by the preset of their due day',
    source: 'retail OTIF',
  },
  {
    ...flow,
    code: 'in-full',
    name: 'In full (cases)',
    formula: 'Σ min(received by the end of the window, ordered) / Σ ordered',
    counts: 'the same',
    source: 'retail OTIF',
  },
  {
    ...flow,
    code: 'otif',
    name: 'On time in full (cases)',
    formula: 'Σ min(received inside the window, ordered) / Σ ordered',
    counts: 'the same',
    source: 'retail OTIF',
  },
  {
    ...flow,
    code: 'otif-orders',
    name: 'On time in full (orders)',
    formula: 'orders of which every line came whole and inside the window / orders',
    counts: 'orders with a line due in the period',
    source: 'retail OTIF',
  },
  {
    ...flow,
    code: 'line-fill',
    name: 'Line fill rate',
    formula: 'lines shipped complete with the first shipment in promise / lines ordered',
    counts: 'lines due in the period',
    source: 'fill rates',
  },
  {
    ...flow,
    code: 'unit-fill',
    name: 'Unit fill rate',
    formula: 'Σ min(shipped first in promise, ordered) / Σ ordered',
    counts: 'the same',
    source: 'fill rates',
  },
  {
    ...flow,
    code: 'order-fill',
    name: 'Order fill rate',
    formula: 'orders complete with the first shipment in promise / orders',
    counts: 'orders with a line due in the period',
    source: 'fill rates',
  },
  {
    ...flow,
    code: 'beta-service',
    name: 'Fill of demand (β service)',
    formula: '1 − Σ units backordered / Σ units demanded',
    counts: 'lines due in the period',
    source: 'fill rates',
  },
  {
    ...flow,
    code: 'ship-on-time',
    name: 'Shipped on time',
    formula: 'lines ready or shipped by the last moment that still arrives in time / lines due',
    counts: 'lines due in the period',
    source: 'root measures',
  },
  {
    ...flow,
    code: 'acknowledgement-timeliness',
    name: 'Acknowledgement timeliness',
    formula: 'lines acknowledged within the hours agreed / lines due to be acknowledged',
    counts: 'lines whose hours are over, or that were answered',
    source: 'root measures',
  },
  {
    ...flow,
    code: 'ship-notice-timeliness',
    name: 'ASN timeliness',
    formula: 'shipments announced the hours agreed before their arrival / shipments arrived',
    counts: 'arrived shipments',
    source: 'root measures',
  },
  {
    ...flow,
    code: 'ship-notice-accuracy',
    name: 'ASN accuracy',
    formula: 'Σ min(announced, received) of the same item / Σ max(announced, received)',
    counts: 'received shipments',
    source: 'root measures',
  },
  {
    ...flow,
    unit: 'hours',
    direction: 'lower-is-better',
    code: 'order-cycle-time',
    name: 'Order cycle time',
    formula: 'completing receipt − order, p50 and p90, by the calendar and in working hours',
    counts: 'complete lines due in the period',
    source: 'flow',
  },
] as const satisfies readonly PerformanceDefinition[];
export type PerformanceCode = (typeof performanceDefinitions)[number]['code'];

const byCode = new Map<string, PerformanceDefinition>(
  performanceDefinitions.map((definition) => [definition.code, definition]),
);

export const performanceDefinitionOf = (code: PerformanceCode): PerformanceDefinition => byCode.get(code)!;
