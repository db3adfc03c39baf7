import type { OrderConfirmation, OrderConfirmationLine } from '@coplan/documents';
import fc from 'fast-check';
import { defaultProfile } from '../agreement-profile.ts';
import { anyDay, anyGtin, anyPrice, anyQuantity, optional, text } from '../arbitraries.ts';

const agreedStatuses = Object.entries(defaultProfile.lineStatuses).filter(
  ([code]) => code !== 'AR' && code !== 'AC',
);

const anyConfirmationLine: fc.Arbitrary<OrderConfirmationLine> = fc
  .record({
    lineNumber: fc.constantFrom('1', '2', '30'),
    gtin: optional(anyGtin),
    status: fc.constantFrom(...agreedStatuses.map(([, status]) => status)),
    schedule: fc.array(
      fc.record({ quantity: anyQuantity, deliverOn: optional(anyDay), shipOn: optional(anyDay) }),
      { maxLength: 3 },
    ),
    unitPriceMicros: optional(anyPrice),
  })
  .filter(({ status, schedule }) => status.outcome !== 'accepted' || schedule.length > 0)
  .map(({ status, ...line }) => ({ ...line, ...status }));

export const anyOrderConfirmation: fc.Arbitrary<OrderConfirmation> = fc
  .record({
    documentType: fc.constant('order-confirmation' as const),
    poNumber: text(22),
    orderedOn: anyDay,
    supplierReference: optional(text(30)),
    confirmedOn: anyDay,
    lines: fc.uniqueArray(anyConfirmationLine, {
      maxLength: 5,
      selector: ({ lineNumber, outcome, reason }) => JSON.stringify([lineNumber, outcome, reason]),
    }),
    whole: fc.constantFrom('accepted' as const, 'rejected' as const),
  })
  .map(({ whole, ...rest }) => ({ ...rest, outcome: rest.lines.length > 0 ? undefined : whole }));
