import type { AgreementContent } from '../../agreement-content.ts';

export type LeadOptionCode = 'A' | 'B' | 'C' | 'D';

export type LeadOption = {
  code: LeadOptionCode;
  name: string;
  summary: string;
  leads: AgreementContent['leads'];
};

/** Who leads each step: options A to D of VICS (1998), under their names of 2004. Any other mixture may be agreed. */
export const leadOptions: readonly LeadOption[] = [
  {
    code: 'A',
    name: 'Conventional order management',
    summary: 'The buyer forecasts, plans and orders; the seller delivers.',
    leads: { salesForecast: 'buyer', orderForecast: 'buyer', orderGeneration: 'buyer', fulfilment: 'seller' },
  },
  {
    code: 'B',
    name: 'Supplier-managed inventory',
    summary: 'The buyer forecasts the sales; the seller plans and makes the orders.',
    leads: {
      salesForecast: 'buyer',
      orderForecast: 'seller',
      orderGeneration: 'seller',
      fulfilment: 'seller',
    },
  },
  {
    code: 'C',
    name: 'Co-managed inventory',
    summary: 'The buyer forecasts sales and orders; the seller makes the orders from them.',
    leads: {
      salesForecast: 'buyer',
      orderForecast: 'buyer',
      orderGeneration: 'seller',
      fulfilment: 'seller',
    },
  },
  {
    code: 'D',
    name: 'Retail VMI',
    summary: 'The seller forecasts the sales, plans and makes the orders.',
    leads: {
      salesForecast: 'seller',
      orderForecast: 'seller',
      orderGeneration: 'seller',
      fulfilment: 'seller',
    },
  },
];

/** The option that these leads are, or null for a mixture of one's own. */
export const leadOptionOf = (leads: AgreementContent['leads']): LeadOption | null =>
  leadOptions.find((option) =>
    (Object.keys(leads) as (keyof typeof leads)[]).every((step) => option.leads[step] === leads[step]),
  ) ?? null;
