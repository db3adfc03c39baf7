import type { LineEvent } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import { judgeLineAnswer, type OrderHistory, sortChanges, termsAsOf } from '../orders/index.ts';
import { type About, at, told } from './told-event.ts';

type Answer = OrderHistory['answers'][number];

/** When the answer binds, and the days that it promises; null: it does not stand. */
function standing(
  { history, line }: About,
  answer: Answer,
): { fromMs: number; firstOn: LocalDate; lastOn: LocalDate } | null {
  const event = judgeLineAnswer({
    requested: termsAsOf(history, line, answer.about),
    parts: answer.parts,
    unitPriceMicros: answer.unitPriceMicros ?? undefined,
    tolerance: history.tolerance,
  });
  const isAccepted = event === 'promise' || (event === 'propose-change' && answer.decision === 'accept');
  const days = answer.parts
    .flatMap(({ promisedOn, quantityMilli }) => (quantityMilli > 0 ? (promisedOn ?? []) : []))
    .sort();
  const [firstOn] = days;
  const lastOn = days.at(-1);
  if (!isAccepted || firstOn === undefined || lastOn === undefined) return null;
  const fromMs = event === 'promise' ? at(answer.toldAt) : at(answer.decidedAt ?? answer.toldAt);
  return { fromMs, firstOn, lastOn };
}

/**
 * Promises and agreed changes of a line, in the order in which they were told. The first promise that stands is the
 * commit; a change of the buyer's that the supplier agreed to is a new basis; everything else is a re-promise.
 */
export function promiseEvents(about: About, spread: { days: number }): LineEvent[] {
  const { history, line } = about;
  const events: LineEvent[] = [];
  const agreed = new Set<string>();
  let isCommitted = false;
  for (const answer of history.answers.filter(({ lineNumber }) => lineNumber === line.lineNumber)) {
    const id = `promise:${line.lineNumber}:${answer.promiseNumber}`;
    const toldAtMs = at(answer.toldAt);
    events.push(told(`${id}:answer`, toldAtMs, toldAtMs, { kind: 'answered' }));
    const promise = standing(about, answer);
    if (promise === null) continue;
    const { fromMs, firstOn, lastOn } = promise;
    const change = history.changes.find(({ changeId }) => changeId === answer.about);
    const asked = change?.lines.find(({ lineNumber }) => lineNumber === line.lineNumber);
    if (!isCommitted) {
      const requested = termsAsOf(history, line, null).requestedOn;
      const promisedOn = lastOn === requested ? null : lastOn;
      events.push(told(`${id}:1`, fromMs, fromMs, { kind: 'acknowledged', promisedOn }));
      spread.days = Math.max(spread.days, daysOf(firstOn, lastOn));
    }
    const isChange = change !== undefined && asked !== undefined && change.changeId !== line.addedBy;
    if (isChange && !asked.isDeleted && !agreed.has(change.changeId)) {
      agreed.add(change.changeId);
      spread.days = Math.max(spread.days, daysOf(firstOn, lastOn));
      events.push(
        told(`${id}:2`, fromMs, fromMs, {
          kind: 'change-agreed',
          ...(asked.requestedOn === null ? {} : { requestedOn: lastOn }),
          ...(asked.quantityMilli === null ? {} : { orderedMilli: asked.quantityMilli }),
        }),
      );
    } else if (isCommitted) {
      events.push(told(`${id}:1`, fromMs, fromMs, { kind: 're-promised', promisedOn: lastOn }));
    }
    isCommitted = true;
  }
  return [...events, ...silentChanges(about, agreed)];
}

const daysOf = (from: LocalDate, until: LocalDate): number =>
  Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);

/** A change of the quantity that nobody answered counts once the supplier ships after it: it acted on it. */
function silentChanges({ history, line }: About, agreed: ReadonlySet<string>): LineEvent[] {
  return sortChanges(history.changes).flatMap((change) => {
    const asked = change.lines.find(({ lineNumber }) => lineNumber === line.lineNumber);
    const wasAnswered = history.answers.some(
      ({ about, lineNumber }) => about === change.changeId && lineNumber === line.lineNumber,
    );
    if (asked?.quantityMilli == null || asked.isDeleted || wasAnswered || agreed.has(change.changeId))
      return [];
    if (change.changeId === line.addedBy) return [];
    const changedAtMs = at(
      history.changes.find(({ changeId }) => changeId === change.changeId)?.toldAt ?? '',
    );
    const acted = history.shipments.find(
      ({ toldAt, lines }) =>
        at(toldAt) > changedAtMs && lines.some(({ lineNumber }) => lineNumber === line.lineNumber),
    );
    if (acted === undefined) return [];
    const atMs = at(acted.toldAt);
    const body = { kind: 'change-agreed', orderedMilli: asked.quantityMilli } as const;
    return [told(`change:${change.changeId}`, atMs, atMs, body)];
  });
}
