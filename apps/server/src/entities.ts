import { Proposal } from './replenishment/index.ts';
import { warehouseEntities } from './warehouse/index.ts';

/** Every entity that a transaction's entity manager knows: `defineEntity` schemas and the classes set on them. */
export const entities = [Proposal, ...warehouseEntities] as const;
