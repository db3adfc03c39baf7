/** A place in a document and what stands there; `undefined` where there is nothing. */
export type DocumentChange = { path: string; before: DocumentValue; after: DocumentValue };
export type DocumentValue = string | number | boolean | null | undefined;

/** Each value of a document by its path, such as `lines[0].ordered.amountMilli`. */
export function valuesOf(
  value: unknown,
  path = '',
  into = new Map<string, DocumentValue>(),
): Map<string, DocumentValue> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) valuesOf(item, `${path}[${index}]`, into);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value))
      valuesOf(item, path === '' ? key : `${path}.${key}`, into);
  } else if (value !== undefined) into.set(path, value as DocumentValue);
  return into;
}

/** What differs between two documents, in the order of the first; what only the second has stands at the end. */
export function compareDocuments(before: unknown, after: unknown): DocumentChange[] {
  const [old, young] = [valuesOf(before), valuesOf(after)];
  const changes: DocumentChange[] = [];
  for (const [path, value] of old) {
    const now = young.get(path);
    if (now !== value) changes.push({ path, before: value, after: now });
  }
  for (const [path, value] of young)
    if (!old.has(path)) changes.push({ path, before: undefined, after: value });
  return changes;
}
