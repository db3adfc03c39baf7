import { assert } from '@coplan/kernel';
import pg from 'pg';

const oid = { int8: 20, date: 1082, int8Array: 1016, dateArray: 1182, textArray: 1009 } as const;

type Parser = (text: string) => unknown;
type Nested = string | null | Nested[];

function safeInteger(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), `the database holds ${text}, more than a whole number can carry here`);
  return value;
}

// The types of pg know no array types by name.
const parseTextArray = pg.types.getTypeParser(oid.textArray as number as 25, 'text') as unknown as (
  text: string,
) => Nested[];

const toIntegers = (value: Nested): unknown =>
  Array.isArray(value) ? value.map(toIntegers) : value === null ? null : safeInteger(value);

const parsers: Readonly<Record<number, Parser>> = {
  [oid.int8]: safeInteger,
  [oid.int8Array]: (text) => parseTextArray(text).map(toIntegers),
  [oid.date]: (text) => text,
  [oid.dateArray]: parseTextArray,
};

/**
 * How values of the database look here: `bigint` is a number (it throws beyond 2^53), `date` stays the text
 * `YYYY-MM-DD` (a business day has no zone), `timestamptz` is a Date, `numeric` a text, arrays likewise.
 */
export const sqlTypes: pg.CustomTypesConfig = {
  getTypeParser: ((type: number, format?: 'text') =>
    parsers[type] ?? pg.types.getTypeParser(type, format ?? 'text')) as typeof pg.types.getTypeParser,
};

const rawOids = new Set([1082, 1114, 1184, 1186]);
const rawArrayOids = new Set([1182, 1115, 1185, 1187]);

/** MikroORM converts dates itself and wants them as text; everything else is as in `sqlTypes`. */
export const entityTypes: pg.CustomTypesConfig = {
  getTypeParser: ((type: number, format?: 'text') => {
    if (rawOids.has(type)) return (text: string) => text;
    if (rawArrayOids.has(type)) return parseTextArray;
    return sqlTypes.getTypeParser(type, format ?? 'text');
  }) as typeof pg.types.getTypeParser,
};
