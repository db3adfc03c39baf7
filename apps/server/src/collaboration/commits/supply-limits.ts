import { addDays, type LocalDate } from '@coplan/kernel';
import type { CommitAlternative, CommitPart } from './commit-answer.ts';

/** A commit that the buyer accepted. */
export type AcceptedCommit = {
  commitId: string;
  itemLocationId: string;
  itemId: string;
  locationId: string;
  startsOn: LocalDate;
  bucketDays: number;
  forecastMilli: number;
  committedMilli: number;
  parts: CommitPart[];
  alternative: CommitAlternative | null;
  acceptedAt: string;
};

/** The most that comes in a bucket, and the commit that says so. */
export type CommitLimit = {
  commitId: string;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  maximumMilli: number;
  acceptedAt: string;
};

/** So much of another item serves the demand of this one. */
export type Substitute = {
  commitId: string;
  dueOn: LocalDate;
  itemId: string;
  quantityMilli: number;
  acceptedAt: string;
};

/** Full commits say nothing of what else could be had: only one that falls short is a limit. */
const isLimit = ({ committedMilli, forecastMilli, alternative }: AcceptedCommit): boolean =>
  committedMilli < forecastMilli || (alternative !== null && alternative.kind !== 'substitute');

/**
 * What accepted commits of one item-location mean for planning: in each bucket that was committed short, the parts that
 * fall into it are the most that comes, parts of other commits that were moved there included.
 */
export function limitsOf(commits: readonly AcceptedCommit[]): CommitLimit[] {
  const parts = commits.flatMap((commit) => commit.parts);
  return commits.filter(isLimit).map(({ commitId, startsOn, bucketDays, acceptedAt }) => {
    const endsBefore = addDays(startsOn, bucketDays);
    const maximumMilli = parts
      .filter((part) => startsOn <= part.startsOn && part.startsOn < endsBefore)
      .reduce((sum, part) => sum + part.quantityMilli, 0);
    return { commitId, startsOn, endsBefore, maximumMilli, acceptedAt };
  });
}

export const substitutesOf = (commits: readonly AcceptedCommit[]): Substitute[] =>
  commits.flatMap(({ commitId, startsOn, alternative, acceptedAt }) =>
    alternative?.kind === 'substitute'
      ? [
          {
            commitId,
            dueOn: startsOn,
            itemId: alternative.itemId,
            quantityMilli: alternative.quantityMilli,
            acceptedAt,
          },
        ]
      : [],
  );

/** The limits as they would be if this commit were accepted so, in place of whatever it is now. */
export function limitsWith(limits: readonly CommitLimit[], hypothetical: AcceptedCommit): CommitLimit[] {
  const others = limits
    .filter(({ commitId }) => commitId !== hypothetical.commitId)
    .map((limit) => {
      const movedMilli = hypothetical.parts
        .filter((part) => limit.startsOn <= part.startsOn && part.startsOn < limit.endsBefore)
        .reduce((sum, part) => sum + part.quantityMilli, 0);
      return { ...limit, maximumMilli: limit.maximumMilli + movedMilli };
    });
  return [...others, ...limitsOf([hypothetical])].sort((left, right) =>
    left.startsOn < right.startsOn ? -1 : 1,
  );
}
