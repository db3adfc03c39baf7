/** What waits for this side today, from every part of the product in one list. Pure. */
import type { Side } from '@coplan/collaboration';
import { formatCount } from '../../ui/format.ts';

export type WorkItem = {
  key: string;
  kind: string;
  text: string;
  partnerName: string;
  /** A page of this portal. */
  to: string;
  dueAt: string | null;
  isLate: boolean;
  moneyMinor: number | null;
  currency: string | null;
};

type ExceptionLike = {
  exceptionId: string;
  title: string;
  partnerName: string;
  respondBy: string | null;
  isLate: boolean;
  moneyMinor: number;
  currency: string;
  childCount: number;
};

export const exceptionItems = (rows: readonly ExceptionLike[]): WorkItem[] =>
  rows.map((row) => ({
    key: `exception ${row.exceptionId}`,
    kind: 'Exception',
    text: row.childCount > 1 ? `${row.title} (${formatCount(row.childCount)} cells)` : row.title,
    partnerName: row.partnerName,
    to: `/exceptions/${row.exceptionId}`,
    dueAt: row.respondBy,
    isLate: row.isLate,
    moneyMinor: row.moneyMinor,
    currency: row.currency,
  }));

/** What does not fit into the list stands behind one line. */
export const moreExceptions = (count: number): WorkItem[] =>
  count <= 0
    ? []
    : [
        {
          key: 'exceptions more',
          kind: 'Exception',
          text: count === 1 ? '1 more exception' : `${formatCount(count)} more exceptions`,
          partnerName: '',
          to: '/exceptions?owner=us',
          dueAt: null,
          isLate: false,
          moneyMinor: null,
          currency: null,
        },
      ];

type AgreementLike = {
  agreementId: string;
  name: string;
  partnerName: string;
  mySide: Side;
  signedBy: readonly Side[];
  openVersion: { versionNumber: number; state: string; authorSide: Side } | null;
};

/** Versions that this side has not signed, and own drafts that nobody has proposed yet. */
export const agreementItems = (rows: readonly AgreementLike[]): WorkItem[] =>
  rows.flatMap((row) => {
    const { openVersion, signedBy, mySide } = row;
    if (openVersion === null) return [];
    const isToSign = openVersion.state === 'proposed' && !signedBy.includes(mySide);
    const isOwnDraft = openVersion.state === 'draft' && openVersion.authorSide === mySide;
    if (!isToSign && !isOwnDraft) return [];
    const what = `version ${openVersion.versionNumber} of “${row.name}”`;
    return [
      {
        key: `agreement ${row.agreementId}`,
        kind: 'Agreement',
        text: isToSign ? `Sign or answer ${what}` : `Propose ${what}: it is your draft`,
        partnerName: row.partnerName,
        to: `/partnerships/${row.agreementId}/agreement`,
        dueAt: null,
        isLate: false,
        moneyMinor: null,
        currency: null,
      },
    ];
  });

type StepLike = {
  step: number;
  name: string;
  state: string;
  dueAt: string | null;
  owedBySide: string | null;
};
type CycleLike = { agreementId: string; partnerName: string; mySide: Side; steps: readonly StepLike[] };

/** Where a step of the cycle is worked on. */
function pageOfStep(step: number, agreementId: string): string {
  if (step === 2) return `/partnerships/${agreementId}/business-plan`;
  if (step === 3 || step === 5) return `/workbench/${agreementId}?purpose=sales`;
  if (step === 6) return `/workbench/${agreementId}?purpose=order`;
  if (step === 8) return `/partnerships/${agreementId}/commits`;
  if (step === 9) return '/proposals';
  return `/partnerships/${agreementId}`;
}

/** Steps that this side owes and that are late or have begun; exceptions are told one by one instead. */
export const stepItems = (rows: readonly CycleLike[]): WorkItem[] =>
  rows.flatMap(({ agreementId, partnerName, mySide, steps }) =>
    steps
      .filter(
        ({ step, state, owedBySide }) =>
          step !== 1 &&
          step !== 4 &&
          step !== 7 &&
          (state === 'late' || state === 'in-progress') &&
          (owedBySide === mySide || owedBySide === 'both'),
      )
      .map(({ step, name, state, dueAt }) => ({
        key: `step ${agreementId} ${step}`,
        kind: 'Cycle',
        text: name,
        partnerName,
        to: pageOfStep(step, agreementId),
        dueAt,
        isLate: state === 'late',
        moneyMinor: null,
        currency: null,
      })),
  );

type EventLike = {
  planEventId: string;
  agreementId: string;
  partnerName: string;
  name: string;
  lockOn: string;
  owed: { what: string; isMine: boolean } | null;
};

export const eventItems = (rows: readonly EventLike[]): WorkItem[] =>
  rows
    .filter(({ owed }) => owed?.isMine === true)
    .map(({ planEventId, agreementId, partnerName, name, owed, lockOn }) => ({
      key: `event ${planEventId}`,
      kind: 'Event',
      text: owed?.what === 'evaluation' ? `${name}: evaluate what came of it` : `${name}: agree or reject`,
      partnerName,
      to: `/partnerships/${agreementId}/events/${planEventId}`,
      dueAt: owed?.what === 'agreement' ? `${lockOn}T00:00:00Z` : null,
      isLate: false,
      moneyMinor: null,
      currency: null,
    }));

type OrderLike = {
  orderId: string;
  poNumber: string;
  buyerName: string;
  totalMinor: number;
  currency: string;
};

/** Orders to answer, one line for each buyer. */
export function orderItems(rows: readonly OrderLike[]): WorkItem[] {
  const byBuyer = Map.groupBy(rows, ({ buyerName, currency }) => `${buyerName} ${currency}`);
  return [...byBuyer].map(([key, orders]) => {
    const [first] = orders;
    const isOne = orders.length === 1;
    return {
      key: `orders ${key}`,
      kind: 'Orders',
      text: isOne ? `Confirm PO ${first?.poNumber ?? ''}` : `Confirm ${formatCount(orders.length)} orders`,
      partnerName: first?.buyerName ?? '',
      to: isOne ? `/orders/${first?.orderId ?? ''}` : '/orders?state=sent',
      dueAt: null,
      isLate: false,
      moneyMinor: orders.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
      currency: first?.currency ?? null,
    };
  });
}

/** Late first, then by due time, then the most money. */
export const inOrder = (items: readonly WorkItem[]): WorkItem[] =>
  [...items].sort(
    (left, right) =>
      Number(right.isLate) - Number(left.isLate) ||
      (left.dueAt ?? '9999').localeCompare(right.dueAt ?? '9999') ||
      (right.moneyMinor ?? 0) - (left.moneyMinor ?? 0) ||
      left.key.localeCompare(right.key),
  );
