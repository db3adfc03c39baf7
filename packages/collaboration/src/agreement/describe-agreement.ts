import type { AgreementContent, SharingRule } from '../agreement-content.ts';
import { cycleSteps } from '../vocabulary.ts';
import { type AgreementBlock, block, entry } from './agreement-block.ts';
import { describeCriterion } from './describe-criterion.ts';
import * as say from './wording.ts';

/** The whole agreement in words, section by section: for reading, for printing and for comparing two versions. */
export function describeAgreement(content: AgreementContent): AgreementBlock[] {
  return [
    ...describeHead(content),
    ...describeTime(content),
    ...describeConsensus(content),
    ...content.criteria.map((criterion) => describeCriterion(criterion, content.units.currency)),
    ...content.sharing.map(describeSharing),
    ...describeTerms(content),
  ];
}

function describeHead(content: AgreementContent): AgreementBlock[] {
  const { scope, leads } = content;
  return [
    block('general', 'General', [
      ['name', 'Name', content.name],
      ['scenario', 'Scenario', say.words(content.scenario)],
      ['validFrom', 'First day', content.validFrom],
      ['validTo', 'Last day', content.validTo ?? 'until terminated'],
      ['renewalNoticeDays', 'Renewal notice', say.days(content.renewalNoticeDays)],
      ['disputeDays', 'Time to dispute a result', say.days(content.disputeDays)],
    ]),
    block('scope', 'Scope', [
      ['categories', 'Categories', say.list(scope.categories)],
      ['itemIds', 'Items', say.list(scope.itemIds)],
      ['locationIds', 'Places', say.list(scope.locationIds)],
    ]),
    block('leads', 'Who leads', [
      ['salesForecast', 'Sales forecast', leads.salesForecast],
      ['orderForecast', 'Order forecast', leads.orderForecast],
      ['orderGeneration', 'Order generation', leads.orderGeneration],
      ['fulfilment', 'Fulfilment', leads.fulfilment],
    ]),
  ];
}

function describeTime({ calendar, horizons }: AgreementContent): AgreementBlock[] {
  const { liability } = horizons;
  return [
    block('calendar', 'Calendar', [
      ['kind', 'Planning calendar', say.words(calendar.kind)],
      ['weekStartsOn', 'Week starts on', say.weekday(calendar.weekStartsOn)],
      ['yearStartsInMonth', 'Fiscal year starts in month', String(calendar.yearStartsInMonth)],
      ['timeZone', 'Time zone', calendar.timeZone],
      ['workingWeekdays', 'Working days', calendar.workingWeekdays.map(say.weekday).join(', ')],
      ['holidays', 'Holidays', say.list(calendar.holidays, 'none')],
    ]),
    ...calendar.cycle.map(({ step, weekday, time }) =>
      entry(`calendar.cycle[${step}]`, `Step ${step} of the cycle`, `${say.weekday(weekday)} ${time}`, [
        ['due', cycleSteps[step - 1]?.name ?? 'Due', `${say.weekday(weekday)} ${time}`],
      ]),
    ),
    block('horizons', 'Horizons', [
      ['frozenDays', 'Frozen window', say.days(horizons.frozenDays)],
      ['slushyDays', 'Slushy window', say.days(horizons.slushyDays)],
      ['slushyChangeRatio', 'Change allowed in the slushy window', say.percent(horizons.slushyChangeRatio)],
      ['liquidDays', 'Planned ahead', say.days(horizons.liquidDays)],
      ['liability.frozen', 'Liability in the frozen window', liability.frozen],
      ['liability.slushy', 'Liability in the slushy window', liability.slushy],
      [
        'liability.materialRatio',
        'Share owed under material liability',
        say.percent(liability.materialRatio),
      ],
    ]),
  ];
}

function describeConsensus({ units, consensus }: AgreementContent): AgreementBlock[] {
  return [
    block('units', 'Units', [
      ['exchangeUnit', 'Exchange unit', units.exchangeUnit === 'base' ? 'base unit' : units.exchangeUnit],
      ['rounding', 'Rounding', units.rounding],
      ['currency', 'Currency', units.currency],
    ]),
    ...consensus.map(({ purpose, rule, touchless }) =>
      entry(`consensus[${purpose}]`, `Consensus on the ${purpose} forecast`, say.words(rule), [
        ['rule', 'Rule', say.words(rule)],
        ['touchless', 'Agreed without a person', say.tolerance(touchless, units.currency)],
      ]),
    ),
  ];
}

function describeSharing(rule: SharingRule): AgreementBlock {
  const { place, item, bucketDays } = rule.granularity;
  const grain = `${item} by ${say.words(place)} by ${bucketDays === 1 ? 'day' : 'week'}`;
  return entry(
    `sharing[${rule.owner}/${rule.measure}]`,
    `The ${rule.owner} shares ${say.sharedMeasureName(rule.measure)}`,
    `${grain}, ${say.days(rule.depthDays)}`,
    [
      ['granularity', 'Granularity', grain],
      ['latencyHours', 'Age before it is seen', say.hours(rule.latencyHours)],
      ['depthDays', 'Depth', say.days(rule.depthDays)],
      ['mayReshare', 'May be passed on', rule.mayReshare ? 'yes' : 'no'],
    ],
  );
}

function describeTerms({ orderTerms, metrics, governance }: AgreementContent): AgreementBlock[] {
  return [
    block('orderTerms', 'Order terms', [
      ['freightTerms', 'Freight', orderTerms.freightTerms],
      ['otifEarlyDays', 'Early at most', say.days(orderTerms.otifEarlyDays)],
      ['otifLateDays', 'Late at most', say.days(orderTerms.otifLateDays)],
      ['overRatio', 'Over-delivery at most', say.percent(orderTerms.overRatio)],
      ['underRatio', 'Under-delivery at most', say.percent(orderTerms.underRatio)],
    ]),
    ...metrics.map((metric) =>
      entry(
        `metrics[${metric.code}/${metric.lagPeriods}]`,
        `Goal for ${say.words(metric.code)}`,
        `goal ${metric.goal}`,
        [
          ['goal', 'Goal', String(metric.goal)],
          ['weight', 'Weight', say.percent(metric.weight)],
          ['direction', 'Better is', say.words(metric.direction)],
          ['lagPeriods', 'Lag', `${metric.lagPeriods} periods`],
        ],
      ),
    ),
    block('governance', 'Governance', [
      ['reviewCadence', 'Review', governance.reviewCadence],
      ['terminationNoticeDays', 'Notice of termination', say.days(governance.terminationNoticeDays)],
      ['buyerSponsor', "Buyer's sponsor", governance.buyerSponsor],
      ['sellerSponsor', "Seller's sponsor", governance.sellerSponsor],
      ['confidentiality', 'Confidentiality', governance.confidentiality],
    ]),
  ];
}
