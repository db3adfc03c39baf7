/** The two acknowledgements of a group (X12 transaction sets 997 and 999), which differ in the tags of faults. */
export type FunctionalSet = '997' | '999';

export const functionalTags: Readonly<
  Record<FunctionalSet, { segment: string; element: string; end: string }>
> = {
  '997': { segment: 'AK3', element: 'AK4', end: 'AK5' },
  '999': { segment: 'IK3', element: 'IK4', end: 'IK5' },
};
