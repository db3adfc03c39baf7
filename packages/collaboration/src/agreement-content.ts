import { isLocalDate, type LocalDate, unitCodes } from '@coplan/kernel';
import { z } from 'zod';
import {
  activityTypes,
  comparisonCodes,
  consensusRules,
  dataQualityTests,
  forecastPurposes,
  priorities,
  resolutionCodes,
  scenarios,
  sharedMeasures,
  sides,
  volumeClasses,
} from './vocabulary.ts';

const localDate = z.custom<LocalDate>((value) => typeof value === 'string' && isLocalDate(value), {
  error: 'is not a date: write it as 2026-11-22',
});
const ratio = z.number().min(0).max(1);
const weekday = z.int().min(1).max(7);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day: write it as 14:30');
const code = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'is not a code: use small letters, digits and hyphens');

/** A difference counts when every threshold given is passed: share, units and money (minor units). */
export const thresholds = z.object({
  ratio: z.number().min(0).max(100).optional(),
  unitsMilli: z.int().min(0).optional(),
  moneyMinor: z.int().min(0).optional(),
});

const criterionBase = {
  code,
  name: z.string().min(1).max(80),
  comparison: z.enum(comparisonCodes),
  thresholds,
  priority: z.enum(priorities),
  /** Working hours of the responding party within which it answers. */
  responseHours: z.int().min(1).max(720),
  defaultResolution: z.enum(resolutionCodes),
  /** Hours after the answer was due at which planner → manager → sponsor take over. */
  escalationHours: z.array(z.int().min(1).max(720)).max(5),
  /** Items to which it applies; null: all in the agreement's scope. */
  categories: z.array(z.string()).nullable(),
  /** Item-locations to which it applies by how much they sell; absent: all. */
  volumeClasses: z.array(z.enum(volumeClasses)).min(1).optional(),
  isBlocking: z.boolean(),
};

/**
 * UBL's three kinds: forecast (two sources or two versions compared), operational (activity), metric (performance); and
 * data quality, priced the same way.
 */
export const criterion = z.discriminatedUnion('kind', [
  z.object({
    ...criterionBase,
    kind: z.literal('forecast'),
    test: z.enum([
      'party-comparison',
      'version-change',
      'commit-mismatch',
      'cumulative-commit-mismatch',
      'accuracy',
      'bias',
      'response-required',
    ]),
    purpose: z.enum(forecastPurposes),
    /** Whose value is looked at, and against whose; an accuracy test has no comparison source. */
    dataSource: z.enum(sides),
    comparisonDataSource: z.enum(sides).nullable(),
    window: z.enum(['all', 'frozen', 'slushy', 'liquid', 'frozen-and-slushy']),
    /** What the difference is a share of. */
    ratioBase: z.enum(['larger-value', 'source-value', 'compared-value']),
  }),
  z.object({
    ...criterionBase,
    kind: z.literal('operational'),
    activity: z.enum(activityTypes),
    test: z.enum(['value', 'projected-stock-out', 'projected-overstock', 'zero-sales']),
    /** The value compared with, in thousandths of the base unit or in days of supply for an overstock. */
    valueMilli: z.int().min(0).optional(),
    daysOfSupplyMax: z.int().min(1).max(730).optional(),
  }),
  z.object({
    ...criterionBase,
    kind: z.literal('metric'),
    metricCode: code,
    goal: z.number(),
    observationsMin: z.int().min(1),
  }),
  z.object({
    ...criterionBase,
    kind: z.literal('data-quality'),
    test: z.enum(dataQualityTests),
    /** Buckets without news before sales count as stale or stock as frozen. */
    bucketsMax: z.int().min(1).max(52).optional(),
  }),
]);
export type Criterion = z.infer<typeof criterion>;

/** What its owner lets the other side read. The database opens exactly this. */
export const sharingRule = z.object({
  measure: z.enum(sharedMeasures),
  /** Whose data it is; the other side reads. */
  owner: z.enum(sides),
  granularity: z.object({
    place: z.enum(['location', 'all-locations']),
    item: z.enum(['item', 'category']),
    bucketDays: z.union([z.literal(1), z.literal(7)]),
  }),
  /** Age that data must have before the reader sees it. */
  latencyHours: z.int().min(0).max(8_760),
  /** How far back (and for a forecast, how far ahead) it goes. */
  depthDays: z.int().min(1).max(3_650),
  mayReshare: z.boolean(),
});
export type SharingRule = z.infer<typeof sharingRule>;

const calendar = z.object({
  kind: z.enum(['iso-week', '4-4-5', '4-5-4', '5-4-4', 'month']),
  weekStartsOn: weekday,
  /** First month of the fiscal year, for 4-4-5 and its kin. */
  yearStartsInMonth: z.int().min(1).max(12),
  timeZone: z.string().min(1),
  workingWeekdays: z.array(weekday).min(1).max(7),
  holidays: z.array(localDate).max(400),
  /** When each step of the weekly cycle is due. */
  cycle: z.array(z.object({ step: z.int().min(3).max(9), weekday, time: timeOfDay })).max(7),
});

const liability = z.enum(['firm', 'material', 'none']);

const horizons = z.object({
  frozenDays: z.int().min(0).max(365),
  slushyDays: z.int().min(0).max(730),
  /** Change allowed in the slushy window. */
  slushyChangeRatio: ratio,
  /** End of what is planned together, counted from today. */
  liquidDays: z.int().min(7).max(1_095),
  liability: z.object({ frozen: liability, slushy: liability, materialRatio: ratio }),
});

export const agreementContent = z.object({
  name: z.string().min(1).max(120),
  scenario: z.enum(scenarios),
  scope: z.object({
    /** null: everything that the seller delivers to the buyer. */
    categories: z.array(z.string()).nullable(),
    itemIds: z.array(z.uuid()).max(20_000).nullable(),
    locationIds: z.array(z.uuid()).max(5_000).nullable(),
  }),
  validFrom: localDate,
  validTo: localDate.nullable(),
  renewalNoticeDays: z.int().min(0).max(730),
  /** Who leads each step: options A to D of the CPFR model are presets of this. */
  leads: z.object({
    salesForecast: z.enum(sides),
    orderForecast: z.enum(sides),
    orderGeneration: z.enum(sides),
    fulfilment: z.enum(sides),
  }),
  calendar,
  horizons,
  units: z.object({
    exchangeUnit: z.enum(['base', ...unitCodes]),
    rounding: z.enum(['up', 'down', 'nearest']),
    currency: z.string().regex(/^[A-Z]{3}$/),
  }),
  consensus: z.array(
    z.object({
      purpose: z.enum(forecastPurposes),
      rule: z.enum(consensusRules),
      /** Differences within this are agreed without a person by the rule. */
      touchless: thresholds,
    }),
  ),
  criteria: z.array(criterion).max(50),
  sharing: z.array(sharingRule).max(40),
  orderTerms: z.object({
    freightTerms: z.enum(['prepaid', 'collect']),
    otifEarlyDays: z.int().min(0).max(30),
    otifLateDays: z.int().min(0).max(30),
    overRatio: ratio,
    underRatio: ratio,
  }),
  metrics: z.array(
    z.object({
      code,
      goal: z.number(),
      weight: ratio,
      direction: z.enum(['higher-is-better', 'lower-is-better', 'near-zero']),
      lagPeriods: z.int().min(0).max(52),
    }),
  ),
  disputeDays: z.int().min(1).max(365),
  governance: z.object({
    reviewCadence: z.enum(['weekly', 'monthly', 'quarterly']),
    terminationNoticeDays: z.int().min(0).max(730),
    buyerSponsor: z.string().max(120),
    sellerSponsor: z.string().max(120),
    confidentiality: z.string().max(10_000),
  }),
});
/** What both sides sign: everything that drives forecasts, exceptions, sharing, orders and scorecards. */
export type AgreementContent = z.infer<typeof agreementContent>;
