/** An exception criterion as one sentence, as both sides sign it. Pure: currency and locale are arguments. */
import type { Criterion } from '@coplan/collaboration';
import { formatAmount, formatMoneyRounded, viewerLocale } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';
import {
  activityNames,
  comparisonNames,
  dataQualityNames,
  forecastTestNames,
  operationalTestNames,
  purposeNames,
  windowNames,
} from './words.ts';

type Options = { currency: string; locale?: string };
type Thresholds = Criterion['thresholds'];

/** "more than 20% and 50 units and $500"; empty when any difference counts. */
export function thresholdsText(thresholds: Thresholds, { currency, locale }: Options): string {
  const inLocale = locale ?? viewerLocale();
  const parts = [
    thresholds.ratio === undefined ? '' : formatShare(thresholds.ratio, inLocale),
    thresholds.unitsMilli === undefined ? '' : `${formatAmount(thresholds.unitsMilli, inLocale)} units`,
    thresholds.moneyMinor === undefined ? '' : formatMoneyRounded(thresholds.moneyMinor, currency, inLocale),
  ].filter((part) => part !== '');
  return parts.join(' and ');
}

function describeSubject(criterion: Criterion, locale: string): string {
  if (criterion.kind === 'metric') return `Metric ${criterion.metricCode}`;
  if (criterion.kind === 'data-quality') {
    const buckets =
      criterion.bucketsMax === undefined ? '' : ` for more than ${criterion.bucketsMax} periods`;
    return `${dataQualityNames[criterion.test]}${buckets}`;
  }
  if (criterion.kind === 'operational') {
    const days =
      criterion.daysOfSupplyMax === undefined
        ? ''
        : ` of more than ${criterion.daysOfSupplyMax} days of supply`;
    const value =
      criterion.valueMilli === undefined
        ? ''
        : ` ${comparisonNames[criterion.comparison]} ${formatAmount(criterion.valueMilli, locale)} units`;
    if (criterion.test === 'value') return `${activityNames[criterion.activity]}${value}`;
    return `${operationalTestNames[criterion.test]}${days}`;
  }
  const against =
    criterion.comparisonDataSource === null
      ? ''
      : `, ${criterion.dataSource} against ${criterion.comparisonDataSource}`;
  return `${forecastTestNames[criterion.test]} in the ${purposeNames[criterion.purpose].toLowerCase()}${against}`;
}

/** "Difference between the parties in the sales forecast, buyer against seller, exceeds 20% and 50 units, in every window." */
export function criterionSentence(criterion: Criterion, options: Options): string {
  const locale = options.locale ?? viewerLocale();
  const subject = describeSubject(criterion, locale);
  const limits = thresholdsText(criterion.thresholds, options);
  const comparison = comparisonNames[criterion.comparison];
  const goal = criterion.kind === 'metric' ? ` ${comparison} ${criterion.goal}` : '';
  const isLimitSaid = criterion.kind === 'metric' || limits === '';
  const passed = isLimitSaid ? '' : ` ${comparison} ${limits}`;
  const window = criterion.kind === 'forecast' ? `, in ${windowNames[criterion.window]}` : '';
  const beyond = criterion.kind === 'metric' && limits !== '' ? ` by ${limits}` : '';
  return `${subject}${goal}${passed}${beyond}${window}.`;
}
