import type { z } from 'zod';
import { actInvalid } from './orders.errors.ts';

/** A portal act as the document that it stands for. Throws `DomainError` (invalid) that names what does not fit. */
export function actAsDocument<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw actInvalid({ place: (first?.path ?? []).join('.'), why: first?.message ?? 'it is incomplete' });
}
