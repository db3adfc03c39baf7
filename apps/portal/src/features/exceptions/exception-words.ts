/** What exceptions are called on screens. Pure. */
import type { Side } from '@coplan/collaboration';
import type { ExceptionDetail, ExceptionRow } from '../../app/api-types.ts';
import type { ExceptionFilter } from '../../app/search-parameters.ts';
import { formatCount, formatMoneyRounded, viewerLocale } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';

export const kindNames: Readonly<Record<ExceptionRow['kind'], string>> = {
  forecast: 'Forecast',
  operational: 'Operation',
  metric: 'Metric',
  'data-quality': 'Data',
  event: 'Changed event',
  pooled: 'Small differences',
};

type Turn = Pick<ExceptionRow, 'ownerSide' | 'ownerName' | 'mySide' | 'partnerName' | 'isMine'>;

/** Whose turn it is, as the reader says it. */
export function turnText({ ownerSide, ownerName, mySide, partnerName, isMine }: Turn): string {
  if (ownerSide === null) return 'Nobody yet';
  if (isMine) return 'You';
  if (ownerSide === mySide) return ownerName ?? 'Us';
  return ownerName === null ? partnerName : `${partnerName}, ${ownerName}`;
}

export const sideText = (
  side: Side,
  { mySide, partnerName }: Pick<Turn, 'mySide' | 'partnerName'>,
): string => (side === mySide ? 'we' : partnerName);

/** "18 exceptions cover 97% of the money: $412,000." */
export function coverageText(
  totals: { count: number; moneyMinor: number; currency: string | null; coveredShare: number },
  locale = viewerLocale(),
): string {
  const { count, moneyMinor, currency, coveredShare } = totals;
  if (count === 0) return '';
  const noun = count === 1 ? 'exception covers' : 'exceptions cover';
  const money = currency === null ? '' : `, ${formatMoneyRounded(moneyMinor, currency, locale)}`;
  return `${formatCount(count, locale)} ${noun} ${formatShare(coveredShare, locale)} of the money${money}`;
}

const endedStates = ['resolved', 'auto-resolved', 'self-cleared', 'accepted', 'closed'] as const;

const statesOf = (state: ExceptionFilter['state']) => {
  if (state === undefined) return 'open' as const;
  if (state === 'all') return 'all' as const;
  return state === 'snoozed' ? ['snoozed' as const] : [...endedStates];
};

/** The address's filter in the words of the procedure. */
export const listInputOf = (filter: ExceptionFilter) => {
  const { state, agreement, search, owner, kind, sort } = filter;
  return {
    state: statesOf(state),
    sort: sort ?? ('money' as const),
    ...(agreement === undefined ? {} : { agreementId: agreement }),
    ...(search === undefined ? {} : { search }),
    ...(owner === undefined ? {} : { owner }),
    ...(kind === undefined ? {} : { kind }),
  };
};

const sentences: Readonly<Record<string, string>> = {
  claim: 'taken',
  snooze: 'snoozed',
  acceptProposal: 'accepted',
  rejectProposal: 'refused',
};

/** Said when a key asks for what cannot be done any more. */
export const notAllowedText = (title: string, event: string): string =>
  `“${title}” cannot be ${sentences[event] ?? 'changed'} as it stands.`;

export type ChildCell = ExceptionDetail['children'][number]['cells'][number];

/** Both values of the loaded children, added up by bucket; a missing value stays missing and is counted. */
export function valuesByBucket(children: readonly { cells: readonly ChildCell[] }[]): {
  startsOn: string;
  sourceMilli: number;
  comparedMilli: number;
  missingCount: number;
}[] {
  const buckets = new Map<string, { sourceMilli: number; comparedMilli: number; missingCount: number }>();
  for (const { startsOn, sourceMilli, comparedMilli } of children.flatMap(({ cells }) => cells)) {
    const sum = buckets.get(startsOn) ?? { sourceMilli: 0, comparedMilli: 0, missingCount: 0 };
    if (sourceMilli === null || comparedMilli === null) sum.missingCount += 1;
    sum.sourceMilli += sourceMilli ?? 0;
    sum.comparedMilli += comparedMilli ?? 0;
    buckets.set(startsOn, sum);
  }
  return [...buckets]
    .map(([startsOn, sum]) => ({ startsOn, ...sum }))
    .sort((left, right) => left.startsOn.localeCompare(right.startsOn));
}
