import { z } from 'zod';
import { type RestRoute, restRoute, type StreamedBody } from '../../platform/index.ts';
import { workbookTooLarge } from './answers.errors.ts';
import { applyUpload, applyUploadInput } from './apply-upload.ts';
import { describeAnswer } from './describe-answer.ts';
import { exportPlan, exportPlanInput } from './export-plan.ts';
import { mayAnswerIn } from './may-answer.ts';
import { recordUpload, uploadSizeMax } from './record-upload.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const millis = z.int().nullable();
const change = z.looseObject({
  planId: z.uuid().nullable(),
  itemLocationId: z.uuid(),
  bucketIndex: z.int(),
  place: z.string(),
  startsOn: z.string(),
  exportedMilli: millis,
  newMilli: millis,
});
const refusal = z.looseObject({ code: z.string(), place: z.string(), message: z.string() });

const uploadReport = z.object({
  uploadId: z.uuid(),
  agreementId: z.uuid(),
  purpose: z.string(),
  state: z.enum(['compared', 'applied']),
  fileName: z.string().nullable(),
  changes: z.array(change),
  refusals: z.array(refusal),
  unchangedCount: z.int(),
  result: z.object({ appliedCount: z.int(), conflictCount: z.int(), refusedCount: z.int() }).nullable(),
  uploadedAt: z.string(),
  uploadedBy: z.string(),
});

async function readAll({ stream }: StreamedBody): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size > uploadSizeMax) throw workbookTooLarge(uploadSizeMax);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const download = restRoute({
  method: 'post',
  path: '/workbooks',
  permission: 'answers.answer',
  summary: 'Download the planning grid as an Excel workbook whose cells know their row',
  request: { body: exportPlanInput },
  response: 'file',
  run: async (context, { body }) => {
    await mayAnswerIn(context)(body);
    const { bytes, fileName } = await exportPlan(context, body);
    return { bytes, fileName, contentType: xlsx };
  },
});

const upload = restRoute({
  method: 'post',
  path: '/workbooks/uploads',
  permission: 'answers.answer',
  summary:
    'Upload a workbook: the answer says what it would change and what is refused; nothing is changed yet',
  request: {
    query: z.object({
      fileName: z.string().max(200).optional(),
      locale: z
        .string()
        .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/, 'a language tag such as nb-NO')
        .default('en'),
    }),
    body: 'stream',
  },
  response: uploadReport,
  repetitionKnownBy: 'body',
  run: async (context, { query, body }) =>
    recordUpload(
      context,
      { bytes: await readAll(body), fileName: query.fileName ?? null, locale: query.locale },
      mayAnswerIn(context),
    ),
});

const apply = restRoute({
  method: 'post',
  path: '/workbooks/uploads/{uploadId}/apply',
  permission: 'answers.answer',
  summary: 'Take over what an uploaded workbook changes, without the places that are left out',
  request: { params: z.object({ uploadId: z.uuid() }), body: applyUploadInput.omit({ uploadId: true }) },
  response: uploadReport,
  run: (context, { params, body }) => applyUpload(context, { ...params, ...body }, mayAnswerIn(context)),
});

const asked = restRoute({
  method: 'get',
  path: '/workbooks/asked',
  permission: 'answers.answer',
  summary: 'What the link in hand asks for',
  response: z.object({
    agreementId: z.uuid(),
    agreementName: z.string(),
    buyerName: z.string(),
    supplierName: z.string(),
    purpose: z.enum(['sales', 'order']),
    contactName: z.string(),
    expiresAt: z.string(),
  }),
  run: (context) => describeAnswer(context),
});

export const restRoutes: readonly RestRoute[] = [download, upload, apply, asked];
