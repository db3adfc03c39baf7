import {
  forecastSteps,
  forecastValueAdded,
  type ItemValue,
  measureOverrides,
  measurePeople,
  type OverrideFact,
  type PersonValue,
  type Side,
  type Stairstep,
  type StairstepCell,
} from '@coplan/collaboration';
import { addDays, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { type AgreementInForce, findAgreementInForce } from '../plans/index.ts';
import type { ForecastSource } from './forecast-sources.ts';
import { contractLagOf } from './get-accuracy.ts';
import { type AccuracyFacts, axisUntilToday, endOf, readAccuracyFacts } from './read-accuracy-facts.ts';
import { type Override, readOverrides } from './read-overrides.ts';

/** Fixed, so that both sides and every reading get the same intervals. */
const seed = 20_041_119;
const itemsMax = 1_000;

export const getValueAddedInput = z.object({
  agreementId: z.uuid(),
  lagPeriods: z.int().min(0).max(52).optional(),
  periodCount: z.int().min(1).max(104).default(26),
});

export type StopOverriding = ItemValue & { itemId: string; itemNumber: string; description: string };

export type ValueAdded = {
  lagPeriods: number;
  period: { startsOn: LocalDate; endsBefore: LocalDate; count: number };
  stairstep: Stairstep | null;
  missing: AccuracyFacts['missing'];
  /** What changing the numbers was worth, per side; the partner's as one, its people are its own affair. */
  sides: (PersonValue & { side: Side; isOwn: boolean })[];
  /** People of one's own organisation only. */
  people: PersonValue[];
  /** Items that one's own people should leave alone: their changes made the forecast worse, beyond chance. */
  stopOverriding: StopOverriding[];
  judgedItemCount: number;
  unjudgedItemCount: number;
  rule: string;
};

const rule =
  'Absolute error without the change minus absolute error with it, over demand. Nobody and nothing is judged on fewer than 13 changes, within one point, or where chance explains it (paired bootstrap, fixed seed).';

function cellsOf({ lines, axis }: AccuracyFacts): StairstepCell[] {
  return lines.flatMap(({ actualMilli, forecasts, exclusions }) =>
    actualMilli.map(
      (actual, index): StairstepCell => ({
        startsOn: addDays(axis.startsOn, index * axis.bucketDays),
        actualMilli: exclusions[index] == null ? actual : null,
        forecastMilli: {
          naive: forecasts.naive[index] ?? null,
          statistical: forecasts.statistical[index] ?? null,
          buyer: forecasts.buyer[index] ?? null,
          seller: forecasts.seller[index] ?? null,
          consensus: forecasts.consensus[index] ?? null,
        },
      }),
    ),
  );
}

function overrideFacts(
  overrides: readonly Override[],
  { lines }: AccuracyFacts,
): (OverrideFact & Override)[] {
  const byKey = new Map(lines.map((line) => [line.itemLocationId, line]));
  return overrides.flatMap((override) => {
    const line = byKey.get(override.itemLocationId);
    if (line === undefined || line.exclusions[override.place] != null) return [];
    return [
      {
        ...override,
        personId: override.userId ?? 'system',
        personName: override.actorName,
        itemKey: line.itemId,
        actualMilli: line.actualMilli[override.place] ?? null,
      },
    ];
  });
}

/** Every change of a side counted as one person's. */
const ofSide = (facts: readonly OverrideFact[], name: string): PersonValue | undefined =>
  measurePeople(
    facts.map((fact) => ({ ...fact, personId: 'side', personName: name })),
    seed,
  )[0];

function namesOf({ lines }: AccuracyFacts): Map<string, { itemNumber: string; description: string }> {
  return new Map(lines.map(({ itemId, itemNumber, description }) => [itemId, { itemNumber, description }]));
}

function sidesOf(
  facts: readonly (OverrideFact & Override)[],
  { mySide }: Pick<AgreementInForce, 'mySide'>,
): ValueAdded['sides'] {
  return (['buyer', 'seller'] as const).flatMap((side) => {
    const value = ofSide(
      facts.filter((fact) => fact.side === side),
      side,
    );
    return value === undefined ? [] : [{ ...value, side, isOwn: side === mySide }];
  });
}

/** What each step of making the forecast added, and what people's changes were worth. */
export async function getValueAdded(
  context: Context,
  input: z.output<typeof getValueAddedInput>,
): Promise<ValueAdded> {
  const { db } = context;
  const agreement = await findAgreementInForce(db, input.agreementId);
  const axis = axisUntilToday(context, agreement, input.periodCount);
  const lagPeriods = input.lagPeriods ?? contractLagOf(agreement.content);
  const facts = await readAccuracyFacts(context, db, { agreement, lagPeriods, axis });
  const absent = new Set<string>(facts.missing.map(({ source }) => source));
  const steps = forecastSteps.map(({ code }): ForecastSource => code).filter((code) => !absent.has(code));
  const { versions } = facts;
  const overrides = overrideFacts(await readOverrides(db, { agreement, lagPeriods, axis, versions }), facts);
  const own = measureOverrides(
    overrides.filter(({ side }) => side === agreement.mySide),
    seed,
  );
  const names = namesOf(facts);
  return {
    lagPeriods,
    period: { startsOn: axis.startsOn, endsBefore: endOf(axis), count: axis.bucketCount },
    stairstep: absent.has('actual') ? null : forecastValueAdded(cellsOf(facts), { steps, seed }),
    missing: facts.missing,
    sides: sidesOf(overrides, agreement),
    people: own.people,
    stopOverriding: own.stopOverriding.slice(0, itemsMax).map((item) => ({
      ...item,
      itemId: item.itemKey,
      itemNumber: names.get(item.itemKey)?.itemNumber ?? '',
      description: names.get(item.itemKey)?.description ?? '',
    })),
    judgedItemCount: own.judgedItemCount,
    unjudgedItemCount: own.unjudgedItemCount,
    rule,
  };
}
