import type { LocalDate } from '@coplan/kernel';

export type PaperParty = { name: string; gln: string | null; lines: readonly string[] };

export type PaperContent = {
  lineNumber: string;
  gtin14: string | null;
  itemNumber: string;
  description: string;
  quantityMilli: number;
  unit: string;
  lotNumber: string | null;
  expiresOn: LocalDate | null;
};

export type PaperCarton = {
  sscc: string;
  cartonCode: string;
  weightGrams: number;
  contents: readonly PaperContent[];
};

/** Everything that the papers of one shipment say. */
export type PaperFacts = {
  shipFrom: PaperParty;
  shipTo: PaperParty;
  buyerName: string;
  poNumber: string;
  shipmentNumber: string;
  /** Global shipment number of the shipment, 17 digits (GS1 General Specifications, section 3.9). */
  billOfLadingNumber: string;
  carrierCode: string | null;
  carrierName: string | null;
  carrierReference: string | null;
  trailerNumber: string | null;
  sealNumber: string | null;
  freightTerms: 'prepaid' | 'collect';
  despatchedOn: LocalDate | null;
  deliverOn: LocalDate | null;
  cartons: readonly PaperCarton[];
  at: Date;
};

export const kilograms = (grams: number): string => `${(grams / 1000).toFixed(1)} kg`;
