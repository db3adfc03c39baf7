/**
 * AS2 names (RFC 4130, 6.2): 1 to 128 printable ASCII characters, compared with their case; in a header quoted when they
 * hold a space, a quote or a backslash.
 */
export const isAs2Name = (name: string): boolean => /^[\x20-\x7e]{1,128}$/.test(name) && name.trim() === name;

export const quoteName = (name: string): string =>
  /[\s"\\]/.test(name) ? `"${name.replace(/[\\"]/g, '\\$&')}"` : name;

/** A name from a header; undefined when it is none. */
export function readName(value: string | undefined): string | undefined {
  const text = value?.trim() ?? '';
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1];
  const name = quoted === undefined ? text : quoted.replace(/\\(.)/g, '$1');
  return isAs2Name(name) ? name : undefined;
}

/** A Message-ID with its angle brackets, whether or not it was written with them; undefined when it is none. */
export function readMessageId(value: string | undefined): string | undefined {
  const text = value?.trim().replace(/^<|>$/g, '') ?? '';
  return /^[\x21-\x3b\x3d\x3f-\x7e]{1,250}$/.test(text) ? `<${text}>` : undefined;
}
