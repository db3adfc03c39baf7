/** What others did since this person last left the page. Pure; the visit itself is kept by the browser. */

export type News = { at: string; text: string; actorName: string; to: string };

type StepLike = { step: number; name: string; state: string; doneAt: string | null; doneBy: string | null };
type CycleLike = { agreementId: string; partnerName: string; steps: readonly StepLike[] };
type ThreadLike = {
  threadId: string;
  agreementId: string;
  subjectKind: string;
  subjectId: string;
  subjectLabel: string;
  lastAuthorName: string;
  lastExcerpt: string;
  lastAt: string;
};
type ExceptionLike = { exceptionId: string; title: string; partnerName: string; raisedAt: string };
type OrderLike = { orderId: string; poNumber: string; buyerName: string; placedAt: string };

export type NewsSources = {
  cycles: readonly CycleLike[];
  threads: readonly ThreadLike[];
  exceptions: readonly ExceptionLike[];
  orders: readonly OrderLike[];
};

/** Everything after `since`, newest first. */
export function newsSince(since: string, { cycles, threads, exceptions, orders }: NewsSources): News[] {
  const news: News[] = [
    ...cycles.flatMap(({ agreementId, partnerName, steps }) =>
      steps
        .filter(({ doneAt }) => doneAt !== null)
        .map(({ name, doneAt, doneBy }) => ({
          at: doneAt ?? '',
          text: `${name} with ${partnerName} is done`,
          actorName: doneBy ?? 'Coplan',
          to: `/partnerships/${agreementId}`,
        })),
    ),
    ...threads.map((thread) => ({
      at: thread.lastAt,
      text: `${thread.subjectLabel}: “${thread.lastExcerpt}”`,
      actorName: thread.lastAuthorName,
      to:
        thread.subjectKind === 'exception'
          ? `/exceptions/${thread.subjectId}`
          : thread.subjectKind === 'plan-event'
            ? `/partnerships/${thread.agreementId}/events/${thread.subjectId}`
            : `/partnerships/${thread.agreementId}`,
    })),
    ...exceptions.map(({ exceptionId, title, partnerName, raisedAt }) => ({
      at: raisedAt,
      text: `New exception: ${title}`,
      actorName: partnerName,
      to: `/exceptions/${exceptionId}`,
    })),
    ...orders.map(({ orderId, poNumber, buyerName, placedAt }) => ({
      at: placedAt,
      text: `PO ${poNumber} arrived`,
      actorName: buyerName,
      to: `/orders/${orderId}`,
    })),
  ];
  return news.filter(({ at }) => at > since).sort((left, right) => right.at.localeCompare(left.at));
}

const awayMs = 30 * 60_000;

/**
 * When the person was last here before this visit. A visit goes on while less than half an hour passes between two
 * looks; so a reload does not hide what was just told.
 */
export function visitOf(
  known: { before: string; seen: string } | undefined,
  now: string,
): { before: string; seen: string } {
  if (known === undefined) return { before: now, seen: now };
  const isNewVisit = Date.parse(now) - Date.parse(known.seen) > awayMs;
  return { before: isNewVisit ? known.seen : known.before, seen: now };
}
