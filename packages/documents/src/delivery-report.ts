import { z } from 'zod';

/** An issue as others read it: `place` is text such as "message 2, segment 14 (PO1), element 02, byte 871". */
export const documentIssue = z.object({
  code: z.string().min(1).max(80),
  severity: z.enum(['error', 'warning']),
  message: z.string().min(1).max(2_000),
  place: z.string().max(400),
});

export const deliveryStatuses = ['delivered', 'accepted', 'accepted-with-errors', 'rejected'] as const;

/** What became of a document that we sent. `delivered`: it arrived; the others: what the receiver's system said. */
export const deliveryReport = z.object({
  documentType: z.literal('delivery-report'),
  documentId: z.uuid(),
  status: z.enum(deliveryStatuses),
  issues: z.array(documentIssue).max(1_000),
});

export type DocumentIssue = z.output<typeof documentIssue>;
export type DeliveryStatus = (typeof deliveryStatuses)[number];
export type DeliveryReport = z.output<typeof deliveryReport>;
