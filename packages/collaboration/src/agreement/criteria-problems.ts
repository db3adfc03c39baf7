import type { AgreementContent, Criterion } from '../agreement-content.ts';
import { type AgreementProblem, repeated } from './problem.ts';

/** Tests that compare a number with a tolerance; the others say by themselves what is wrong. */
const testsWithThreshold = new Set([
  'party-comparison',
  'commit-mismatch',
  'cumulative-commit-mismatch',
  'accuracy',
  'bias',
]);
/** Defaults that need both values, which is what a missing answer lacks. */
const needsBothValues = new Set([
  'DEFAULT_TO_AVERAGE_OF_COMPARED_VALUES',
  'DEFAULT_TO_HIGH_VALUE',
  'DEFAULT_TO_LOW_VALUE',
]);

/** Every criterion can be evaluated by both sides in the same way, and somebody is told when nobody answers. */
export function criteriaProblems(content: AgreementContent): AgreementProblem[] {
  const { criteria } = content;
  const problems: AgreementProblem[] = [];
  if (criteria.length === 0) {
    problems.push({
      path: 'criteria',
      severity: 'error',
      message: 'No exception criterion is agreed, so no difference would ever be noticed: add at least one.',
    });
  }
  for (const index of repeated(criteria.map(({ code }) => code))) {
    problems.push({
      path: `criteria.${index}.code`,
      severity: 'error',
      message: `Two criteria have the code ${criteria[index]?.code}: give each its own.`,
    });
  }
  criteria.forEach((criterion, index) => {
    for (const [field, message] of messagesOf(criterion)) {
      problems.push({ path: `criteria.${index}.${field}`, severity: 'error', message });
    }
    problems.push(...unsharedProblems(content, criterion, index));
  });
  return problems;
}

type FieldMessage = readonly [field: string, message: string];

function messagesOf(criterion: Criterion): FieldMessage[] {
  const messages: FieldMessage[] = [];
  const hours = criterion.escalationHours;
  if (hours.some((value, index) => index > 0 && value <= hours[index - 1]!)) {
    messages.push([
      'escalationHours',
      `"${criterion.name}" escalates backwards: each step is later than the one before.`,
    ]);
  }
  if (criterion.kind === 'operational') return [...messages, ...operationalMessages(criterion)];
  if (criterion.kind === 'forecast') return [...messages, ...forecastMessages(criterion)];
  return messages;
}

function operationalMessages(criterion: Extract<Criterion, { kind: 'operational' }>): FieldMessage[] {
  if (criterion.test === 'value' && criterion.valueMilli === undefined) {
    return [['valueMilli', `"${criterion.name}" compares with a value: give the value.`]];
  }
  if (criterion.test === 'projected-overstock' && criterion.daysOfSupplyMax === undefined) {
    return [['daysOfSupplyMax', `"${criterion.name}" needs the days of supply that are too many.`]];
  }
  return [];
}

function forecastMessages(criterion: Extract<Criterion, { kind: 'forecast' }>): FieldMessage[] {
  const messages: FieldMessage[] = [];
  const { test, name, thresholds, dataSource, comparisonDataSource } = criterion;
  if (testsWithThreshold.has(test) && Object.keys(thresholds).length === 0) {
    messages.push(['thresholds', `"${name}" has no tolerance: give a share, units or money.`]);
  }
  if (test === 'party-comparison' && (comparisonDataSource === null || comparisonDataSource === dataSource)) {
    messages.push(['comparisonDataSource', `"${name}" compares two sides: choose the other side.`]);
  }
  if (test === 'accuracy' && comparisonDataSource !== null) {
    messages.push([
      'comparisonDataSource',
      `"${name}" measures accuracy against what was sold: leave the other side out.`,
    ]);
  }
  if (test === 'response-required' && needsBothValues.has(criterion.defaultResolution)) {
    messages.push([
      'defaultResolution',
      `"${name}" is raised because a value is missing, so no average, high or low can be taken: choose another default.`,
    ]);
  }
  return messages;
}

/** A comparison of what one side may not see cannot be made by both: said before it is signed. */
function unsharedProblems(
  content: AgreementContent,
  criterion: Criterion,
  index: number,
): AgreementProblem[] {
  if (criterion.kind !== 'forecast' || criterion.test !== 'party-comparison') return [];
  return [criterion.dataSource, criterion.comparisonDataSource].flatMap((owner) => {
    const isShared = content.sharing.some((rule) => rule.measure === 'forecast' && rule.owner === owner);
    if (owner === null || isShared) return [];
    const message = `"${criterion.name}" cannot be evaluated: the ${owner} does not share the forecast. Share it or remove the criterion.`;
    return [{ path: `criteria.${index}`, severity: 'warning' as const, message }];
  });
}
