import { z } from 'zod';
import { businessDay, label } from './parts.ts';
import { carrierCode, transportReference } from './transport-parts.ts';

/** What a carrier says to a load that was offered to it. */
export const tenderResponse = z.object({
  documentType: z.literal('tender-response'),
  carrierCode: carrierCode.optional(),
  /** The shipper's number of the load. */
  shipmentNumber: label(30),
  answeredOn: businessDay,
  decision: z.enum(['accepted', 'declined', 'accepted-with-conditions', 'counter-offer', 'withdrawn']),
  /** The carrier's code of the reason why it declines. */
  reasonCode: label(3).optional(),
  references: z.array(transportReference).max(50),
  notes: z.array(label(30)).max(20),
});

export type TenderResponse = z.output<typeof tenderResponse>;
