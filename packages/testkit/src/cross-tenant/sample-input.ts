import type { z } from 'zod';

/** Real ids of rows that the caller must not reach, by the name of the field that would carry them. */
export type IdPool = {
  idFor(fieldName: string): string;
};

type Def = {
  type: string;
  format?: string;
  shape?: Record<string, z.ZodType>;
  entries?: Record<string, string | number>;
  values?: readonly unknown[];
  element?: z.ZodType;
  innerType?: z.ZodType;
  options?: readonly z.ZodType[];
  in?: z.ZodType;
  out?: z.ZodType;
  getter?: () => z.ZodType;
  items?: readonly z.ZodType[];
  keyType?: z.ZodType;
  valueType?: z.ZodType;
  left?: z.ZodType;
  right?: z.ZodType;
};

const defOf = (schema: z.ZodType): Def => (schema as unknown as { _zod: { def: Def } })._zod.def;

/** Texts that fit the formats that business fields have; the first that the schema accepts is taken. */
const texts = [
  'a reason that somebody typed',
  'name@partner.example',
  '2026-11-23',
  '2026-11-23T10:00:00Z',
  'EUR',
  'NO',
  'Europe/Oslo',
  'EA',
  '06:00',
  '4006381333931',
  '04006381333931',
  '1',
  'https://partner.example',
  '{}',
  'a token that has more than twenty characters',
  'a-code',
  'a'.repeat(64),
];
const numbers = [1, 7, 1_000, 0, 0.5, 50, 2, 12, 100_000, 1_000_000];

const accepted = (schema: z.ZodType, candidates: readonly unknown[]): unknown =>
  candidates.find((candidate) => schema.safeParse(candidate).success);

type Sampling = { pool: IdPool; isMinimal: boolean };

function sampleObject(shape: Record<string, z.ZodType>, sampling: Sampling): object {
  const entries = Object.entries(shape).map(([name, field]) => [name, sampleValue(field, name, sampling)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function sampleWrapped(schema: z.ZodType, def: Def, fieldName: string, sampling: Sampling): unknown {
  const isOptional = ['optional', 'default', 'prefault', 'catch'].includes(def.type);
  if (isOptional && sampling.isMinimal) return undefined;
  const inner = def.innerType ?? def.in ?? def.getter?.() ?? schema;
  return sampleValue(inner, fieldName, sampling);
}

function sampleText(schema: z.ZodType, fieldName: string, { pool }: Sampling): unknown {
  const id = pool.idFor(fieldName);
  // Free text fields with an id's name carry ids too, so ids come first wherever the name says so.
  const isIdField = /id$|ids$|cursor$/i.test(fieldName);
  return accepted(schema, isIdField ? [id, ...texts] : [...texts, id]);
}

/** One element, or as many as a fixed length asks for, e.g. one per weekday. */
const sampleArray = (schema: z.ZodType, element: unknown): unknown =>
  accepted(
    schema,
    [1, 2, 7, 12].map((length) => new Array(length).fill(element)),
  ) ?? [element];

/**
 * A value that the schema accepts, ids filled from the pool by field name. `isMinimal` leaves optional fields out.
 * Throws for a kind of schema that it does not know, so that no procedure is passed over silently.
 */
export function sampleValue(schema: z.ZodType, fieldName: string, sampling: Sampling): unknown {
  const def = defOf(schema);
  switch (def.type) {
    case 'object':
      return sampleObject(def.shape ?? {}, sampling);
    case 'string':
      return sampleText(schema, fieldName, sampling);
    case 'number':
    case 'int':
      return accepted(schema, numbers);
    case 'custom':
      // A check of our own, e.g. of a day.
      return accepted(schema, [...texts, ...numbers]);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'undefined':
    case 'void':
      return undefined;
    case 'any':
    case 'unknown':
      return {};
    case 'enum':
      return Object.values(def.entries ?? {})[0];
    case 'literal':
      return def.values?.[0];
    case 'array':
      return sampleArray(
        schema,
        sampleValue(def.element as z.ZodType, fieldName.replace(/s$/, ''), sampling),
      );
    case 'tuple':
      return (def.items ?? []).map((item) => sampleValue(item, fieldName, sampling));
    case 'union':
      return sampleValue(def.options?.[0] as z.ZodType, fieldName, sampling);
    case 'record':
      return {};
    case 'date':
      return new Date('2026-11-23T10:00:00Z');
    case 'intersection':
      return {
        ...(sampleValue(def.left as z.ZodType, fieldName, sampling) as object),
        ...(sampleValue(def.right as z.ZodType, fieldName, sampling) as object),
      };
    case 'nullable':
    case 'optional':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
    case 'nonoptional':
    case 'pipe':
    case 'lazy':
      return sampleWrapped(schema, def, fieldName, sampling);
    default:
      throw new Error(`the cross-tenant test cannot fill a field of type ${def.type} (${fieldName})`);
  }
}
