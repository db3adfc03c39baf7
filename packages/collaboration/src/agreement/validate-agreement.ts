import { type AgreementContent, agreementContent } from '../agreement-content.ts';
import { criteriaProblems } from './criteria-problems.ts';
import { type AgreementProblem, repeated } from './problem.ts';
import { calendarProblems, horizonProblems } from './time-problems.ts';

/**
 * What keeps an agreement from being proposed (`error`), and what both sides should look at first (`warning`). Each
 * problem names its place as a path into the content and says in one sentence what to do. An empty list: it can be signed.
 */
export function validateAgreement(content: AgreementContent): AgreementProblem[] {
  return [
    ...scopeProblems(content),
    ...calendarProblems(content.calendar),
    ...horizonProblems(content.horizons),
    ...consensusProblems(content),
    ...criteriaProblems(content),
    ...sharingProblems(content),
    ...metricProblems(content),
    ...governanceProblems(content),
  ];
}

/** Reads anything (a form, a file, a request): the content when its shape is right, and all problems of both kinds. */
export function readAgreement(value: unknown): {
  content: AgreementContent | null;
  problems: AgreementProblem[];
} {
  const result = agreementContent.safeParse(value);
  if (result.success) return { content: result.data, problems: validateAgreement(result.data) };
  const problems = result.error.issues.map(
    (issue): AgreementProblem => ({
      path: issue.path.join('.'),
      severity: 'error',
      message: `${issue.path.join('.') || 'The agreement'}: ${issue.message}`,
    }),
  );
  return { content: null, problems };
}

function scopeProblems({ name, scope, validFrom, validTo }: AgreementContent): AgreementProblem[] {
  const problems: AgreementProblem[] = [];
  if (name.trim() === '') {
    problems.push({ path: 'name', severity: 'error', message: 'Give the agreement a name.' });
  }
  if (validTo !== null && validTo <= validFrom) {
    problems.push({
      path: 'validTo',
      severity: 'error',
      message: `The agreement ends on ${validTo}, which is not after its first day ${validFrom}.`,
    });
  }
  for (const [field, what] of [
    ['categories', 'categories'],
    ['itemIds', 'items'],
    ['locationIds', 'places'],
  ] as const) {
    if (scope[field]?.length === 0) {
      problems.push({
        path: `scope.${field}`,
        severity: 'error',
        message: `No ${what} are chosen, so nothing would be planned: choose some, or all.`,
      });
    }
  }
  return problems;
}

function consensusProblems({ consensus }: AgreementContent): AgreementProblem[] {
  const problems: AgreementProblem[] = [];
  const purposes = consensus.map(({ purpose }) => purpose);
  for (const purpose of ['sales', 'order'] as const) {
    if (purposes.includes(purpose)) continue;
    problems.push({
      path: 'consensus',
      severity: 'error',
      message: `No rule says how the ${purpose} forecasts of both sides become one: add a rule for ${purpose}.`,
    });
  }
  for (const index of repeated(purposes)) {
    problems.push({
      path: `consensus.${index}.purpose`,
      severity: 'error',
      message: `There are two rules for the ${purposes[index]} forecast: keep one.`,
    });
  }
  consensus.forEach(({ rule, touchless }, index) => {
    if (rule !== 'manual' || Object.keys(touchless).length === 0) return;
    problems.push({
      path: `consensus.${index}.touchless`,
      severity: 'warning',
      message:
        'The rule is manual, so no difference is ever agreed without a person: the tolerance has no effect.',
    });
  });
  return problems;
}

function sharingProblems({ sharing, leads, horizons }: AgreementContent): AgreementProblem[] {
  const problems: AgreementProblem[] = [];
  for (const index of repeated(sharing.map(({ owner, measure }) => `${owner} ${measure}`))) {
    problems.push({
      path: `sharing.${index}`,
      severity: 'error',
      message: `The ${sharing[index]?.owner}'s ${sharing[index]?.measure} is shared by two rules: keep one.`,
    });
  }
  const isShared = (owner: string, measure: string): boolean =>
    sharing.some((rule) => rule.owner === owner && rule.measure === measure);
  if (leads.salesForecast === 'seller' && !isShared('buyer', 'pos')) {
    problems.push({
      path: 'sharing',
      severity: 'warning',
      message:
        'The seller leads the sales forecast but the buyer does not share point-of-sale data: share it.',
    });
  }
  if (leads.orderForecast === 'seller' && !isShared('buyer', 'on-hand')) {
    problems.push({
      path: 'sharing',
      severity: 'warning',
      message: 'The seller plans the orders but the buyer does not share the stock on hand: share it.',
    });
  }
  sharing.forEach(({ measure, depthDays }, index) => {
    if (measure !== 'forecast' || depthDays >= horizons.liquidDays) return;
    problems.push({
      path: `sharing.${index}.depthDays`,
      severity: 'warning',
      message: `The forecast is shared ${depthDays} days ahead, but ${horizons.liquidDays} days are planned together.`,
    });
  });
  return problems;
}

function metricProblems({ metrics }: AgreementContent): AgreementProblem[] {
  if (metrics.length === 0) {
    const message = 'No goal is agreed, so nobody can say whether it works: add at least one metric.';
    return [{ path: 'metrics', severity: 'error', message }];
  }
  const problems: AgreementProblem[] = repeated(
    metrics.map((metric) => `${metric.code} ${metric.lagPeriods}`),
  ).map((index) => ({
    path: `metrics.${index}.code`,
    severity: 'error',
    message: `The metric ${metrics[index]?.code} is named twice at the same lag: keep one.`,
  }));
  const weight = metrics.reduce((sum, metric) => sum + metric.weight, 0);
  if (Math.abs(weight - 1) > 1e-6) {
    problems.push({
      path: 'metrics',
      severity: 'error',
      message: `The weights of the metrics add up to ${(weight * 100).toFixed(1)} %: make it 100 %.`,
    });
  }
  return problems;
}

function governanceProblems({ governance }: AgreementContent): AgreementProblem[] {
  const needed = [
    ['buyerSponsor', "Name the buyer's sponsor: the last step of every escalation."],
    ['sellerSponsor', "Name the seller's sponsor: the last step of every escalation."],
    ['confidentiality', 'Say what the other side may do with the data it reads.'],
  ] as const;
  return needed
    .filter(([field]) => governance[field].trim() === '')
    .map(([field, message]) => ({ path: `governance.${field}`, severity: 'error', message }));
}
