import type { BusinessDocument } from '@coplan/documents';
import {
  type AgreementProfile,
  type Mapping,
  type WrittenMessage,
  x12OrderConfirmation,
  x12ProductActivity,
  x12PurchaseOrder,
} from '@coplan/edi-mappings';

/** Transaction sets that we can read, by number. */
export const readableSets: Readonly<Record<string, Mapping<BusinessDocument>>> = {
  '850': x12PurchaseOrder as Mapping<BusinessDocument>,
  '852': x12ProductActivity as Mapping<BusinessDocument>,
  '855': x12OrderConfirmation as Mapping<BusinessDocument>,
};

/** The document as a transaction set; undefined for a type that has none. */
export function writeDocument(body: BusinessDocument, profile: AgreementProfile): WrittenMessage | undefined {
  switch (body.documentType) {
    case 'purchase-order':
      return x12PurchaseOrder.write(body, profile);
    case 'order-confirmation':
      return x12OrderConfirmation.write(body, profile);
    case 'product-activity':
      return x12ProductActivity.write(body, profile);
    case 'delivery-report':
      return undefined;
  }
}
