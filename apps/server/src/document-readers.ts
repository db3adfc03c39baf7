import { productActivityReader } from './inventory/index.ts';
import { deliveryReportReader, orderDocumentReaders } from './orders/index.ts';
import type { DocumentReader } from './platform/index.ts';

/** Every kind of document that the server understands from outside. */
export const documentReaders: readonly DocumentReader[] = [
  productActivityReader,
  ...orderDocumentReaders,
  deliveryReportReader,
];
