/** GS01 for each set (X12 data element 479). */
export const groupTypes: Readonly<Record<string, string>> = {
  '810': 'IN',
  '820': 'RA',
  '824': 'AG',
  '830': 'PS',
  '846': 'IB',
  '850': 'PO',
  '852': 'PD',
  '855': 'PR',
  '856': 'SH',
  '860': 'PC',
  '861': 'RC',
  '862': 'SS',
  '865': 'CA',
  '867': 'PT',
  '997': 'FA',
  '999': 'FA',
};
