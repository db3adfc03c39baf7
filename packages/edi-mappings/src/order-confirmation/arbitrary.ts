import { lineChanges, type OrderConfirmation, type OrderConfirmationLine } from '@coplan/documents';
import fc from 'fast-check';
import { defaultProfile, type LineStatus } from '../agreement-profile.ts';
import { anyDay, anyGtin, anyPrice, anyQuantity, optional, text } from '../arbitraries.ts';

const agreedStatuses = Object.entries(defaultProfile.lineStatuses).filter(
  ([code]) => code !== 'AR' && code !== 'AC',
);

const anySchedule = fc.array(
  fc.record({ quantity: anyQuantity, deliverOn: optional(anyDay), shipOn: optional(anyDay) }),
  { maxLength: 3 },
);

const anyLine = (statuses: readonly LineStatus[]): fc.Arbitrary<OrderConfirmationLine> =>
  fc
    .record({
      lineNumber: fc.constantFrom('1', '2', '30'),
      gtin: optional(anyGtin),
      status: fc.constantFrom(...statuses),
      schedule: anySchedule,
      unitPriceMicros: optional(anyPrice),
    })
    .map(({ status, ...line }) => ({ ...line, ...status }));

const keyOf = ({ lineNumber, outcome, reason }: OrderConfirmationLine): string =>
  JSON.stringify([lineNumber, outcome, reason]);

const anyConfirmation = (line: fc.Arbitrary<OrderConfirmationLine>): fc.Arbitrary<OrderConfirmation> =>
  fc
    .record({
      documentType: fc.constant('order-confirmation' as const),
      poNumber: text(22),
      orderedOn: anyDay,
      supplierReference: optional(text(30)),
      confirmedOn: anyDay,
      lines: fc.uniqueArray(line, { maxLength: 5, selector: keyOf }),
      whole: fc.constantFrom('accepted' as const, 'rejected' as const),
    })
    .map(({ whole, ...rest }) => ({ ...rest, outcome: rest.lines.length > 0 ? undefined : whole }));

const anyX12Line = anyLine(agreedStatuses.map(([, status]) => status));

export const anyOrderConfirmation: fc.Arbitrary<OrderConfirmation> = anyConfirmation(anyX12Line);

const anyChangeOf = (numberMax: number) =>
  fc.record({ changeNumber: optional(text(numberMax)), changedOn: optional(anyDay) });

export const anyChangeConfirmation: fc.Arbitrary<OrderConfirmation> = fc
  .tuple(
    anyConfirmation(
      fc.tuple(anyX12Line, fc.constantFrom(...lineChanges)).map(([line, change]) => ({ ...line, change })),
    ),
    anyChangeOf(8),
  )
  .map(([confirmation, change]) => ({ ...confirmation, change }));

const { meanings } = defaultProfile.edifact.orderResponse;

/** A line that comes later without a quantity is none in EDIFACT. */
export const anyEdifactOrderConfirmation: fc.Arbitrary<OrderConfirmation> = fc
  .tuple(
    anyConfirmation(
      anyLine(meanings.map(({ outcome, reason }) => ({ outcome, reason }))).filter(
        ({ outcome, schedule }) => outcome !== 'backordered' || schedule.length > 0,
      ),
    ),
    optional(anyChangeOf(35)),
  )
  .map(([confirmation, change]) => ({ ...confirmation, change }));
