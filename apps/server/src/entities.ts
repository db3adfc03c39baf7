import type { EntitySchema } from '@mikro-orm/core';

/** Every entity that a transaction's entity manager knows: `defineEntity` schemas and the classes set on them. */
export const entities: readonly (EntitySchema | (new () => object))[] = [];
