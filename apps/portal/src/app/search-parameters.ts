/** What the address says about a list. Anything that is not understood is left out, never an error. */
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

const without = <Fields extends Record<string, unknown>>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: NonNullable<Fields[Key]>;
  };

const sorts = ['money-at-risk', 'cut-off', 'value'] as const;
export type WorklistSort = (typeof sorts)[number];
export const worklistStates = [
  'open',
  'in-review',
  'needs-second',
  'conflict',
  'approved',
  'ordered',
  'rejected',
  'expired',
  'superseded',
] as const;
export type WorklistState = (typeof worklistStates)[number];
export type WorklistFilter = {
  state?: WorklistState;
  supplier?: string;
  location?: string;
  search?: string;
  sort?: WorklistSort;
};

export const readWorklistFilter = (search: Record<string, unknown>): WorklistFilter =>
  without({
    state: worklistStates.find((state) => state === search.state),
    supplier: text(search.supplier),
    location: text(search.location),
    search: text(search.search),
    sort: sorts.find((sort) => sort === search.sort),
  });

export const orderStates = [
  'approved',
  'sent',
  'send-failed',
  'changes-proposed',
  'acknowledged',
  'rejected',
  'cancelled',
] as const;
export type OrderFilter = { state?: (typeof orderStates)[number]; search?: string };
export const readOrderFilter = (search: Record<string, unknown>): OrderFilter =>
  without({ state: orderStates.find((state) => state === search.state), search: text(search.search) });

export type SearchOnly = { search?: string };
export const readSearch = (search: Record<string, unknown>): SearchOnly =>
  without({ search: text(search.search) });
