import { edifactSchemas } from './edifact-schemas.ts';
import type { SchemaSource } from './schema.ts';
import { x12Schemas } from './x12-schemas.ts';

/** The messages that Coplan describes, of both dialects: X12 sets have numbers, EDIFACT messages have names. */
export const standardSchemas: SchemaSource = (type, version, association) =>
  /^\d/.test(type) ? x12Schemas(type, version) : edifactSchemas(type, version, association);
