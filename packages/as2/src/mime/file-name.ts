import type { Entity } from './entity.ts';
import { headerOf } from './headers.ts';
import { readFieldValue } from './parameters.ts';

/** `filename*=UTF-8''…` (RFC 2231, 5987); undefined when it cannot be decoded. */
function decodeExtended(value: string | undefined): string | undefined {
  const [, charset = '', text = ''] = /^([^']*)'[^']*'(.*)$/.exec(value ?? '') ?? [];
  if (value === undefined || !/^utf-8$/i.test(charset)) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * The name that the partner gave the file (Content-Disposition, RFC 2183), as a plain name that can do no harm: no
 * path, no control characters, not hidden, 100 characters at most. Undefined when there is none.
 */
export function fileNameOf({ headers, contentType }: Entity): string | undefined {
  const { parameters } = readFieldValue(headerOf(headers, 'content-disposition') ?? '');
  const given =
    decodeExtended(parameters.get('filename*')) ??
    parameters.get('filename') ??
    contentType.parameters.get('name');
  const plain = (given ?? '')
    .split(/[\\/]/)
    .at(-1)
    ?.replace(/[^A-Za-z0-9._ -]/g, '_')
    .replace(/^[. ]+/, '')
    .trimEnd()
    .slice(-100);
  return plain === undefined || plain === '' ? undefined : plain;
}
