import { businessDocument, documentEnvelope, schemaVersion } from '@coplan/documents';
import { z } from 'zod';
import { code, page, table } from './markdown.ts';

type JsonSchema = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  maxItems?: number;
  required?: string[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
};

const limits = (schema: JsonSchema): string =>
  [
    schema.const === undefined ? undefined : code(String(schema.const)),
    schema.enum?.map((value) => code(String(value))).join(', '),
    schema.format,
    schema.maxLength === undefined ? undefined : `at most ${schema.maxLength} characters`,
    schema.minimum === 0 ? 'not negative' : undefined,
    schema.exclusiveMinimum === 0 ? 'above zero' : undefined,
    schema.minItems === undefined ? undefined : `at least ${schema.minItems}`,
    schema.maxItems === undefined ? undefined : `at most ${schema.maxItems}`,
    schema.pattern === undefined || schema.format !== undefined ? undefined : code(schema.pattern),
  ]
    .filter((text) => text !== undefined)
    .join('; ');

/** A row for each field, those inside objects and lists with their path. */
function rowsOf(schema: JsonSchema, path: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const here = `${path}${name}${field.type === 'array' ? '[]' : ''}`;
    const inner = field.type === 'array' ? field.items : field;
    const isNeeded = schema.required?.includes(name) === true;
    const row = [code(here), field.type ?? 'text', isNeeded ? 'yes' : '', limits(field)];
    return [row, ...rowsOf(inner ?? {}, `${here}.`)];
  });
}

const schemaOf = (type: z.ZodType): JsonSchema =>
  z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
const head = ['field', 'type', 'needed', 'limits'];

/** The business documents that server, gateway and partners exchange as JSON. */
export function documentsPage(): string {
  const envelope = schemaOf(documentEnvelope);
  const { body: _body, ...outside } = envelope.properties ?? {};
  return page(
    'Business documents',
    `The schemas of packages/documents, version ${schemaVersion}. Quantities are thousandths with a unit, prices millionths of the currency unit, days local dates. Rules over several fields stand in the sources.`,
    '## The envelope',
    table(head, [
      ...rowsOf({ ...envelope, properties: outside }, ''),
      [code('body'), 'object', 'yes', 'one of the documents below'],
    ]),
    ...businessDocument.options.flatMap((option) => {
      const schema = schemaOf(option);
      return [`## ${String(schema.properties?.['documentType']?.const)}`, table(head, rowsOf(schema, ''))];
    }),
  );
}
