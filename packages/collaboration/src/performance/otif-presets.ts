import type { LocalDate } from '@coplan/kernel';

/** How goods reach the customer; each has its own window and judges another party. */
export type DeliveryTerms = 'prepaid' | 'collect';

/** One version of a customer's rules. Ratios are millionths. */
export type OtifRules = {
  version: string;
  /** Applies to lines due from this day on, until the next version begins. */
  validFrom: LocalDate;
  /** Days before the must-arrive-by date from which goods are welcome, by delivery terms. */
  earlyDays: Record<DeliveryTerms, number>;
  lateDays: Record<DeliveryTerms, number>;
  onTimeGoalMicros: Record<DeliveryTerms, number>;
  inFullGoalMicros: number;
  /** Of the value of the failing cases, for each measure that misses its goal. */
  fineMicros: number;
  /** Where the customer fetches, the supplier is judged by being ready. */
  isCollectJudgedByReady: boolean;
};

export type OtifPreset = { code: string; name: string; versions: readonly OtifRules[] };

const day = (text: string): LocalDate => text as LocalDate;

/**
 * Published shapes of retail rules, to be adjusted to the contract: nobody is fined by a preset. The retail pair follows
 * what third parties wrote of a large retailer's programme: 98 % of both in 2020, separate goals from 2024 on.
 */
export const otifPresets: readonly OtifPreset[] = [
  {
    code: 'mass-retail',
    name: 'Mass retail, cases by must-arrive-by date',
    versions: [
      {
        version: '2020',
        validFrom: day('2020-09-15'),
        earlyDays: { prepaid: 1, collect: 1 },
        lateDays: { prepaid: 0, collect: 0 },
        onTimeGoalMicros: { prepaid: 980_000, collect: 980_000 },
        inFullGoalMicros: 980_000,
        fineMicros: 30_000,
        isCollectJudgedByReady: true,
      },
      {
        version: '2024',
        validFrom: day('2024-02-01'),
        earlyDays: { prepaid: 1, collect: 3 },
        lateDays: { prepaid: 0, collect: 0 },
        onTimeGoalMicros: { prepaid: 900_000, collect: 980_000 },
        inFullGoalMicros: 950_000,
        fineMicros: 30_000,
        isCollectJudgedByReady: true,
      },
    ],
  },
  {
    code: 'exact-day',
    name: 'The day asked for, nothing else',
    versions: [
      {
        version: '1',
        validFrom: day('2000-01-01'),
        earlyDays: { prepaid: 0, collect: 0 },
        lateDays: { prepaid: 0, collect: 0 },
        onTimeGoalMicros: { prepaid: 950_000, collect: 950_000 },
        inFullGoalMicros: 950_000,
        fineMicros: 0,
        isCollectJudgedByReady: true,
      },
    ],
  },
];

/** The version in force on a day; undefined before the first. Versions may stand in any order. */
export function otifRulesOn({ versions }: OtifPreset, dueOn: LocalDate): OtifRules | undefined {
  let found: OtifRules | undefined;
  for (const version of versions) {
    if (version.validFrom <= dueOn && (found === undefined || version.validFrom > found.validFrom))
      found = version;
  }
  return found;
}
