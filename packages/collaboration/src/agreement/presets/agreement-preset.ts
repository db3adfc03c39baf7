import { localDate } from '@coplan/kernel';
import type { AgreementContent } from '../../agreement-content.ts';
import type { ScenarioKind } from '../../vocabulary.ts';
import { criteriaPreset } from './criteria-preset.ts';
import { type LeadOptionCode, leadOptions } from './lead-options.ts';
import { type MaturityLevel, sharingPreset } from './sharing-presets.ts';

export type ScenarioPreset = {
  scenario: ScenarioKind;
  name: string;
  summary: string;
  horizons: AgreementContent['horizons'];
};

const horizons = (
  frozenDays: number,
  slushyDays: number,
  liquidDays: number,
): AgreementContent['horizons'] => ({
  frozenDays,
  slushyDays,
  slushyChangeRatio: 0.2,
  liquidDays,
  liability: { frozen: 'firm', slushy: 'material', materialRatio: 0.5 },
});

/** The four scenarios of the VICS overview of 2004, with the horizons that each usually has. */
export const scenarioPresets: readonly ScenarioPreset[] = [
  {
    scenario: 'retail-event',
    name: 'Retail event',
    summary: 'Promotions are planned, agreed, ordered and evaluated together, 8 to 26 weeks ahead.',
    horizons: horizons(21, 35, 182),
  },
  {
    scenario: 'dc-replenishment',
    name: 'DC replenishment',
    summary:
      'Weekly orders into distribution centres with commitments beyond one lead time, half a year ahead.',
    horizons: horizons(14, 28, 182),
  },
  {
    scenario: 'store-replenishment',
    name: 'Store replenishment',
    summary: 'Daily orders into stores, added up for the maker, up to eight weeks ahead.',
    horizons: horizons(3, 11, 56),
  },
  {
    scenario: 'assortment',
    name: 'Assortment planning',
    summary: 'Style, place and delivery drop of a season are agreed before the orders, up to a year ahead.',
    horizons: horizons(56, 84, 364),
  },
];

export type AgreementPresetInput = {
  name: string;
  scenario: ScenarioKind;
  leadOption: LeadOptionCode;
  maturityLevel: MaturityLevel;
  /** `YYYY-MM-DD`. */
  validFrom: string;
  currency: string;
  timeZone: string;
};

const goals = (): AgreementContent['metrics'] => [
  { code: 'forecast-accuracy', goal: 0.7, weight: 0.3, direction: 'higher-is-better', lagPeriods: 4 },
  { code: 'forecast-bias', goal: 0.05, weight: 0.1, direction: 'near-zero', lagPeriods: 4 },
  { code: 'commit-reliability', goal: 0.95, weight: 0.2, direction: 'higher-is-better', lagPeriods: 0 },
  { code: 'response-rate', goal: 0.95, weight: 0.1, direction: 'higher-is-better', lagPeriods: 0 },
  { code: 'in-stock', goal: 0.97, weight: 0.3, direction: 'higher-is-better', lagPeriods: 0 },
];

const weeklyCycle: AgreementContent['calendar']['cycle'] = [
  { step: 3, weekday: 1, time: '12:00' },
  { step: 4, weekday: 1, time: '16:00' },
  { step: 5, weekday: 2, time: '16:00' },
  { step: 6, weekday: 3, time: '10:00' },
  { step: 7, weekday: 3, time: '12:00' },
  { step: 8, weekday: 4, time: '16:00' },
  { step: 9, weekday: 5, time: '11:00' },
];

/** A complete agreement that validates as it is: the start of a draft, to be changed by both. */
export function agreementPreset(input: AgreementPresetInput): AgreementContent {
  const scenario = scenarioPresets.find((preset) => preset.scenario === input.scenario)!;
  const lead = leadOptions.find((option) => option.code === input.leadOption)!;
  // Store replenishment is planned by the day, and a partner reads a plan only in a grain as fine as it is made in.
  const sharing = sharingPreset(input.maturityLevel).map((rule) =>
    input.scenario === 'store-replenishment' && rule.measure === 'forecast'
      ? { ...rule, granularity: { ...rule.granularity, bucketDays: 1 as const } }
      : rule,
  );
  const sharesForecast = (owner: string | null): boolean =>
    sharing.some((rule) => rule.measure === 'forecast' && rule.owner === owner);
  return {
    name: input.name,
    scenario: input.scenario,
    scope: { categories: null, itemIds: null, locationIds: null },
    validFrom: localDate(input.validFrom),
    validTo: null,
    renewalNoticeDays: 90,
    leads: { ...lead.leads },
    calendar: {
      kind: 'iso-week',
      weekStartsOn: 1,
      yearStartsInMonth: 1,
      timeZone: input.timeZone,
      workingWeekdays: [1, 2, 3, 4, 5],
      holidays: [],
      cycle: structuredClone(weeklyCycle),
    },
    horizons: structuredClone(scenario.horizons),
    units: { exchangeUnit: 'base', rounding: 'nearest', currency: input.currency },
    consensus: [
      { purpose: 'sales', rule: 'average', touchless: { ratio: 0.1, moneyMinor: 5_000 } },
      { purpose: 'order', rule: 'buyer', touchless: { ratio: 0.1, moneyMinor: 10_000 } },
    ],
    // A comparison with a forecast that is not shared could not be made by both sides.
    criteria: criteriaPreset().filter(
      (criterion) =>
        criterion.kind !== 'forecast' ||
        criterion.test !== 'party-comparison' ||
        (sharesForecast(criterion.dataSource) && sharesForecast(criterion.comparisonDataSource)),
    ),
    sharing,
    orderTerms: {
      freightTerms: 'prepaid',
      otifEarlyDays: 1,
      otifLateDays: 0,
      overRatio: 0,
      underRatio: 0.02,
    },
    metrics: goals(),
    disputeDays: 30,
    governance: {
      reviewCadence: 'monthly',
      terminationNoticeDays: 90,
      buyerSponsor: 'Head of purchasing',
      sellerSponsor: 'Head of sales',
      confidentiality:
        'Data read under this agreement is used for planning only, stays with the people who plan, and is not passed on unless its sharing rule says so.',
    },
  };
}
