import {
  type LineRules,
  metricDefinitions,
  otifPresets,
  perfectOrderChecks,
  performanceDefinitions,
} from '@coplan/collaboration';
import { code, page, table } from './markdown.ts';

const percent = (micros: number): string => `${micros / 10_000} %`;

/** What the agreement may set about judging a line, in the order of the rules. */
const ruleMeanings: Partial<Record<keyof LineRules, string>> = {
  basis: 'the first promise (SCOR), or the day asked for',
  undatedPromiseDays: 'days from the acknowledgement to the promise where nobody named a day',
  window: 'days before and after the basis, and hours at the place of delivery',
  underToleranceMicros: 'how much less still is in full',
  overToleranceMicros: 'how much more still is in full',
  arePartsAllowed: 'whether the line may come in parts',
  cancelCutoffHours: 'until when a customer’s cancellation takes the line out',
  leadTimeDays: 'an order placed later than this is the buyer’s own lateness',
  documents: 'which papers are asked for, and when',
  returnDays: 'returns for quality or damage this long after the arrival count',
  creditDays: 'credits and rebills this long after the invoice count',
  cutoffDays: 'from the end of the window to the final score',
  restateDays: 'from the final score to the last correction',
};

/** Every measure that is computed from events or shared facts: its formula, version and what it counts. */
export function metricsPage(): string {
  return page(
    'Metrics',
    'Each number stands beside its formula, its definition version, numerator, denominator and what was left out, by code. Without a denominator a number is `NO_DATA`, never 0 % or 100 %. Aggregates are ratios of sums. A change of arithmetic raises the version, and results of different versions are never compared.',
    '## Orders',
    table(
      ['code', 'name', 'formula', 'counts', 'unit', 'version'],
      performanceDefinitions.map(({ code: name, ...definition }) => [
        code(name),
        definition.name,
        definition.formula,
        definition.counts,
        definition.unit,
        definition.definitionVersion,
      ]),
    ),
    '## Checks of a perfect line',
    table(
      ['check', 'component', 'what'],
      Object.entries(perfectOrderChecks).map(([check, { component, name }]) => [
        code(check),
        component,
        name,
      ]),
    ),
    '## Rules of an agreement',
    table(
      ['rule', 'what it sets'],
      Object.entries(ruleMeanings).map(([rule, meaning]) => [code(rule), meaning]),
    ),
    '## OTIF presets',
    table(
      [
        'preset',
        'version',
        'due from',
        'early days prepaid / collect',
        'goals on time prepaid / collect, in full',
        'fine',
      ],
      otifPresets.flatMap(({ code: name, versions }) =>
        versions.map((rules) => [
          code(name),
          rules.version,
          rules.validFrom,
          `${rules.earlyDays.prepaid} / ${rules.earlyDays.collect}`,
          `${percent(rules.onTimeGoalMicros.prepaid)} / ${percent(rules.onTimeGoalMicros.collect)}, ${percent(rules.inFullGoalMicros)}`,
          percent(rules.fineMicros),
        ]),
      ),
    ),
    '## Forecasts and commits',
    table(
      ['code', 'name', 'formula', 'version'],
      metricDefinitions.map(({ code: name, name: title, formula, definitionVersion }) => [
        code(name),
        title,
        formula,
        String(definitionVersion),
      ]),
    ),
  );
}
