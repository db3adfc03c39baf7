import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../platform/index.ts';

type Parties = { orderId: string; buyerId: string; supplierId: string; poNumber: string };

const audienceOf = ({ buyerId, supplierId }: Pick<Parties, 'buyerId' | 'supplierId'>) => [
  buyerId as OrganisationId,
  supplierId as OrganisationId,
];

/** Lines of an order were scored anew. */
export const verdictNews = (about: Parties): EventToPublish => ({
  type: 'performance.order-scored',
  audience: audienceOf(about),
  subject: { kind: 'verdict', id: about.orderId },
  payload: { orderId: about.orderId, poNumber: about.poNumber, buyerId: about.buyerId },
});

/** Somebody said something about the verdict of a line: it is to be scored anew. */
export const saidNews = (
  about: Parties & { orderLineId: string; kind: string; text: string },
): EventToPublish => ({
  type: 'performance.verdict-questioned',
  audience: audienceOf(about),
  subject: { kind: 'verdict', id: about.orderId },
  payload: {
    orderId: about.orderId,
    poNumber: about.poNumber,
    buyerId: about.buyerId,
    orderLineId: about.orderLineId,
    kind: about.kind,
    text: about.text,
  },
});

/** The terms by which a buyer's lines are judged changed. */
export const termsNews = (about: { buyerId: string; supplierId: string | null }): EventToPublish => ({
  type: 'performance.terms-changed',
  audience: [about.buyerId, about.supplierId].filter((id) => id !== null) as OrganisationId[],
  subject: { kind: 'rules', id: about.buyerId },
  payload: {},
});
