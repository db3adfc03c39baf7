import { type OrganisationId, parseScaled } from '@coplan/kernel';
import { z } from 'zod';
import { findRelations } from '../../partners/index.ts';
import { type Database, restRoute } from '../../platform/index.ts';
import { fileUnreadable } from '../inventory.errors.ts';
import { createSupplierReader } from './find-suppliers.ts';
import { type ImportOptions, importKinds } from './import-run.ts';
import { runImport } from './run-import.ts';
import { withSpooledUpload } from './spool-upload.ts';

const yesOrNo = z.enum(['true', 'false']);

export const importQuery = z.object({
  createMissing: yesOrNo.optional(),
  supplier: z.string().max(120).optional(),
  leadTimeDays: z
    .string()
    .regex(/^\d{1,3}$/, 'whole days')
    .optional(),
  unitPrice: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,6})?$/, 'a price with at most six decimals')
    .optional(),
  bucket: z.enum(['day', 'week']).optional(),
  replace: yesOrNo.optional(),
  fileName: z.string().max(200).optional(),
});

const importIssue = z.object({
  rowNumber: z.int(),
  columnName: z.string(),
  code: z.string(),
  message: z.string(),
});

export const importReport = z.object({
  importId: z.uuid(),
  kind: z.enum(importKinds),
  state: z.literal('done'),
  rowCount: z.int(),
  acceptedCount: z.int(),
  rejectedCount: z.int(),
  counts: z.record(z.string(), z.int()),
  issues: z.array(importIssue),
});

type Query = z.output<typeof importQuery>;

/** The CSV body is streamed to disk, so a file of any size is imported in bounded memory. */
export const importRoute = restRoute({
  method: 'post',
  path: '/imports/{kind}',
  permission: 'inventory.import',
  summary: 'Import a CSV file; bad rows are reported one by one and do not stop the good ones',
  request: { params: z.object({ kind: z.enum(importKinds) }), query: importQuery, body: 'stream' },
  response: importReport,
  run: async (context, { params: { kind }, query, body }) => {
    const options = optionsOf(
      query,
      await createSupplierReader(context.db),
      await findOnlySupplier(context.db),
    );
    return withSpooledUpload(body.stream, (file) =>
      runImport(context, { kind, options, file, fileName: query.fileName }),
    );
  },
});

/** Where there is one supplier only, it is the one that is meant. */
async function findOnlySupplier(db: Database): Promise<OrganisationId | undefined> {
  const suppliers = (await findRelations(db)).filter(({ kind }) => kind === 'supplier');
  return suppliers.length === 1 ? suppliers[0]?.partnerId : undefined;
}

function optionsOf(
  query: Query,
  readSupplier: Awaited<ReturnType<typeof createSupplierReader>>,
  onlySupplierId: OrganisationId | undefined,
): ImportOptions {
  const supplier =
    query.supplier !== undefined
      ? readSupplier(query.supplier)
      : onlySupplierId === undefined
        ? undefined
        : { value: onlySupplierId };
  if (supplier !== undefined && 'issue' in supplier) throw fileUnreadable(supplier.issue.message);
  const unitPriceMicros = query.unitPrice === undefined ? undefined : parseScaled(query.unitPrice, 6);
  return {
    createMissing: query.createMissing === 'true',
    replace: query.replace === 'true',
    ...(supplier === undefined ? {} : { supplierId: supplier.value }),
    ...(query.leadTimeDays === undefined ? {} : { leadTimeDays: Number(query.leadTimeDays) }),
    ...(unitPriceMicros === undefined ? {} : { unitPriceMicros }),
    ...(query.bucket === undefined
      ? {}
      : { bucketDays: query.bucket === 'day' ? (1 as const) : (7 as const) }),
  };
}
