import type { AgreementContent, Side } from '@coplan/collaboration';

type Leads = AgreementContent['leads'];
export type LeadOption = { code: 'A' | 'B' | 'C' | 'D'; name: string; leads: Leads };

const leads = (salesForecast: Side, orderForecast: Side, orderGeneration: Side, fulfilment: Side): Leads => ({
  salesForecast,
  orderForecast,
  orderGeneration,
  fulfilment,
});

/** Options A to D of the VICS guidelines of 1998, by their names of 2004. */
export const leadOptions: readonly LeadOption[] = [
  { code: 'A', name: 'Conventional', leads: leads('buyer', 'buyer', 'buyer', 'seller') },
  { code: 'B', name: 'Supplier-managed', leads: leads('buyer', 'seller', 'seller', 'seller') },
  { code: 'C', name: 'Co-managed', leads: leads('buyer', 'buyer', 'seller', 'seller') },
  { code: 'D', name: 'Retail VMI', leads: leads('seller', 'seller', 'seller', 'seller') },
];

/** The option that a division of the lead is, if it is one. */
export const leadOptionOf = (chosen: Leads): LeadOption | undefined =>
  leadOptions.find((option) =>
    (Object.keys(option.leads) as (keyof Leads)[]).every((step) => option.leads[step] === chosen[step]),
  );
