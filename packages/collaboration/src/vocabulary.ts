/**
 * The closed word lists of collaboration. Exception words are those of UBL 2.1 `ExceptionCriteria` (OASIS), forecast
 * purposes those of X12 FQR (order, sales, shipment), scenarios those of the VICS CPFR overview of 2004.
 */

export const scenarios = ['retail-event', 'dc-replenishment', 'store-replenishment', 'assortment'] as const;
export type ScenarioKind = (typeof scenarios)[number];

export const forecastPurposes = ['sales', 'order', 'shipment'] as const;
export type ForecastPurpose = (typeof forecastPurposes)[number];

/** The two sides of an agreement. */
export const sides = ['buyer', 'seller'] as const;
export type Side = (typeof sides)[number];

export const forecastLayers = ['base', 'event', 'override'] as const;
export type ForecastLayer = (typeof forecastLayers)[number];

export const sharedMeasures = [
  'pos',
  'on-hand',
  'on-order',
  'in-transit',
  'forecast',
  'promotion',
  'cost',
  'price',
  'capacity',
] as const;
export type SharedMeasure = (typeof sharedMeasures)[number];

export const consensusRules = [
  'buyer',
  'seller',
  'average',
  'high',
  'low',
  'accuracy-weighted',
  'manual',
] as const;
export type ConsensusRule = (typeof consensusRules)[number];

export const comparisonCodes = ['EXCEEDS_EXCEPTION_VALUE', 'FALLS_BELOW_EXCEPTION_VALUE'] as const;
export type ComparisonCode = (typeof comparisonCodes)[number];

export const activityTypes = [
  'CANCELED_ORDERS',
  'EMERGENCY_ORDERS',
  'ON_HAND',
  'ORDERS',
  'RECEIPTS',
  'SALES',
  'SHIPMENTS',
] as const;
export type ActivityType = (typeof activityTypes)[number];

/** What makes numbers unfit for planning before anybody compares them. */
export const dataQualityTests = ['no-price', 'missing-pack', 'stale-sales', 'frozen-on-hand'] as const;
export type DataQualityTest = (typeof dataQualityTests)[number];

/** How much an item-location sells beside the others of its agreement: by forecast units, 80 %, next 15 %, rest. */
export const volumeClasses = ['fast', 'medium', 'slow'] as const;
export type VolumeClass = (typeof volumeClasses)[number];

export const priorities = ['HIGH', 'MEDIUM', 'LOW'] as const;
export type Priority = (typeof priorities)[number];

export const resolutionCodes = [
  'DEFAULT_TO_AVERAGE_OF_COMPARED_VALUES',
  'DEFAULT_TO_BUYERS_VALUE',
  'DEFAULT_TO_SELLERS_VALUE',
  'DEFAULT_TO_HIGH_VALUE',
  'DEFAULT_TO_LOW_VALUE',
  'MANUAL_RESOLUTION',
  'MUTUALLY_DEFINED',
] as const;
export type ResolutionCode = (typeof resolutionCodes)[number];

/** The nine steps of the VICS model of 1998: the order of events in one weekly cycle. */
export const cycleSteps = [
  { step: 1, code: 'agreement', name: 'Front-end agreement' },
  { step: 2, code: 'business-plan', name: 'Joint business plan' },
  { step: 3, code: 'sales-forecast', name: 'Sales forecast' },
  { step: 4, code: 'sales-exceptions', name: 'Sales forecast exceptions' },
  { step: 5, code: 'sales-consensus', name: 'Sales forecast consensus' },
  { step: 6, code: 'order-forecast', name: 'Order forecast' },
  { step: 7, code: 'order-exceptions', name: 'Order forecast exceptions' },
  { step: 8, code: 'order-consensus', name: 'Order forecast consensus and commits' },
  { step: 9, code: 'order-generation', name: 'Orders' },
] as const;
export type CycleStep = (typeof cycleSteps)[number]['step'];

/** The eight tasks of the VICS model of 2004, and the steps of 1998 whose progress they show. */
export const collaborationTasks = [
  { task: 1, name: 'Collaboration arrangement', activity: 'Strategy and planning', steps: [1] },
  { task: 2, name: 'Joint business plan', activity: 'Strategy and planning', steps: [2] },
  { task: 3, name: 'Sales forecasting', activity: 'Demand and supply', steps: [3, 4, 5] },
  { task: 4, name: 'Order planning', activity: 'Demand and supply', steps: [6, 7, 8] },
  { task: 5, name: 'Order generation', activity: 'Execution', steps: [9] },
  { task: 6, name: 'Order fulfilment', activity: 'Execution', steps: [] },
  { task: 7, name: 'Exception management', activity: 'Analysis', steps: [4, 7] },
  { task: 8, name: 'Performance assessment', activity: 'Analysis', steps: [] },
] as const;

export const eventTypes = [
  'promotion',
  'introduction',
  'discontinuation',
  'location-opening',
  'location-closing',
  'reset',
  'price-change',
] as const;
export type PlanEventType = (typeof eventTypes)[number];
