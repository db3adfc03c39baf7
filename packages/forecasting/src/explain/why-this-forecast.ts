import { type DescribedForecast, describeDemand, isRare, period, periods } from './describe-demand.ts';
import { modelName, repeatedSeason } from './model-names.ts';
import { whoHardlyCounts } from './who-hardly-counts.ts';
import {
  capitalised,
  carryingMin,
  isMeasured,
  listed,
  type Measured,
  range,
  type Score,
  share,
} from './words.ts';

/** Fewer tests than this move the weights little. */
const testsMin = 4;

/**
 * Why a forecast is what it is, in plain sentences for a planner: the kind of demand, how much of it is known, which
 * models carry the forecast and how far they erred on its own past, which do not and why, and what people added.
 * Everything in it was recorded with the forecast; nothing is measured anew. Errors are compared as ratios of MASE
 * (Hyndman & Koehler 2006), which share their scale.
 */
export const whyThisForecast = (forecast: DescribedForecast): string[] => {
  const { analogues, demandClass } = forecast;
  const own =
    analogues !== null
      ? [followsAnalogues(forecast, analogues)]
      : demandClass === 'no-demand'
        ? [neverSold(forecast)]
        : [...describeDemand(forecast), ...whoCarries(forecast)];
  return [...own, ...addedByPeople(forecast)];
};

const followsAnalogues = (
  forecast: DescribedForecast,
  { count, isNamed, ownWeight }: NonNullable<DescribedForecast['analogues']>,
): string => {
  const items = count === 1 ? 'the one item' : `the ${count} items`;
  const which = isNamed ? 'that a planner named' : 'most like it by category, place, supplier and price';
  const sales =
    ownWeight === 0
      ? 'it has no sales of its own yet'
      : `its own sales count ${share(ownWeight)} so far, more with every ${period(forecast)}`;
  return `This item is new: its past is too short for a model. The forecast follows how ${items} ${which} sold after their start; ${sales}.`;
};

const neverSold = (forecast: DescribedForecast): string => {
  const known = forecast.evidence?.periodsObserved;
  const since = known === undefined ? '' : ` in any of the ${periods(forecast, known)} known`;
  return `It has not sold${since}, so the forecast is zero until it does.`;
};

const whoCarries = (forecast: DescribedForecast): string[] => {
  const { scores, evidence } = forecast;
  const carrying = scores
    .filter(({ weight }) => weight >= carryingMin)
    .toSorted((left, right) => right.weight - left.weight);
  if (carrying.length === 0) return ['There is too little past to compare ways of forecasting.'];
  const parts = carrying.map(({ model, weight }) => `${spoken(forecast, model)} (${share(weight)})`);
  const who = capitalised(`${listed(parts)} ${carrying.length === 1 ? 'carries' : 'share'} the forecast`);
  const rare = isRare(forecast)
    ? ['Only models for rare sales were tried: a trend or season would follow chance.']
    : [];
  if (!scores.some(isMeasured))
    return [...rare, `${who}; the past is too short to test them, so each counts by its usual share.`];
  const few =
    evidence !== null && evidence.windowCount < testsMin
      ? ['So few tests say little: the shares stay near the usual ones.']
      : [];
  const hardly = whoHardlyCounts(scores, (model) => spoken(forecast, model));
  return [...rare, `${who}${howClose(forecast, carrying)}.`, ...few, ...learntFromAll(scores), ...hardly];
};

/** "…: over the last 8 tests on its own past they erred 12% to 20% less than …". */
const howClose = (forecast: DescribedForecast, carrying: readonly Score[]): string => {
  const isNaive = ({ model }: Score): boolean => repeatedSeason(model) !== undefined;
  const judged = carrying.filter(isMeasured).filter((score) => !isNaive(score));
  if (judged.length === 0) return '';
  const naive = forecast.scores.filter(isMeasured).find(isNaive);
  const repeating = naive === undefined ? repeatingEver(forecast) : `${spoken(forecast, naive.model)}`;
  const scale = naive?.mase ?? 1;
  const ratios = judged.map(({ mase }) => (scale === 0 ? 1 : mase / scale));
  const worst = Math.max(...ratios);
  const best = Math.min(...ratios);
  const leader = judged.find((_, index) => ratios[index] === best) as Measured;
  const they = carrying.length === 1 ? 'it' : judged.length === carrying.length ? 'they' : 'the models';
  const verdict =
    worst < 0.995
      ? `${they} erred ${range(1 - worst, 1 - best)} less than ${repeating}`
      : best < 0.995
        ? `${spoken(forecast, leader.model)} erred ${share(1 - best)} less than ${repeating}`
        : `even the closest erred ${best < 1.005 ? 'as much as' : `${share(best - 1)} more than`} ${repeating}`;
  return `: ${tests(forecast)} on its own past ${verdict}`;
};

const tests = ({ evidence }: DescribedForecast): string =>
  evidence === null
    ? 'tested'
    : evidence.windowCount === 1
      ? 'in the one test'
      : `over the last ${evidence.windowCount} tests`;

/** A model inside a sentence; the seasonal naive by what it repeats. */
const spoken = (forecast: DescribedForecast, model: string): string => {
  const season = repeatedSeason(model);
  if (season === undefined) return modelName(model);
  if (forecast.periodDays === 7 && season === 52) return 'repeating the same week of last year';
  if (forecast.periodDays === 1 && season === 7) return 'repeating the same day of last week';
  return `repeating what sold ${season} ${period(forecast)}s before`;
};

/** MASE itself compares with the mean error of repeating the last season over the whole past. */
const repeatingEver = ({ periodDays }: DescribedForecast): string =>
  `repeating the ${periodDays === 7 ? 'year' : 'week'} before did on average`;

const learntFromAll = (scores: readonly Score[]): string[] => {
  const pooled = scores.find(({ model }) => model === 'pooled');
  return pooled === undefined || pooled.weight === 0
    ? []
    : [
        `What was learnt from all items counts ${share(pooled.weight)}; its error was measured on all of them.`,
      ];
};

const addedByPeople = (forecast: DescribedForecast): string[] => {
  const { eventPeriods, overridePeriods, horizonPeriods } = forecast;
  const of = (count: number): string => `${count} of the ${periods(forecast, horizonPeriods)} ahead`;
  return [
    ...(eventPeriods > 0 ? [`Agreed events change ${of(eventPeriods)}.`] : []),
    ...(overridePeriods > 0 ? [`In ${of(overridePeriods)} a planner’s own number stands instead.`] : []),
  ];
};
