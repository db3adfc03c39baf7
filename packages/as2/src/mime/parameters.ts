/** A field such as Content-Type: its value in lower case, its parameters by lower-case name. */
export type FieldValue = { value: string; parameters: ReadonlyMap<string, string> };

const parametersMax = 30;

/** Reads a quoted string from its opening quote on (RFC 5322, 3.2.4). */
function readQuoted(text: string, start: number): { value: string; end: number } {
  let value = '';
  let at = start + 1;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === '\\' && at + 1 < text.length) at += 1;
    value += text[at];
    at += 1;
  }
  return { value, end: at + 1 };
}

/** `a/b; name=value; other="quoted"` (RFC 2045, 5.1). What cannot be read is left out; the first of a name counts. */
export function readFieldValue(text: string): FieldValue {
  const semicolon = text.indexOf(';');
  const value = (semicolon < 0 ? text : text.slice(0, semicolon)).trim().toLowerCase();
  const parameters = new Map<string, string>();
  let at = semicolon < 0 ? text.length : semicolon + 1;
  while (at < text.length && parameters.size < parametersMax) {
    const equals = text.indexOf('=', at);
    if (equals < 0) break;
    const name = text.slice(at, equals).split(';').at(-1)?.trim().toLowerCase() ?? '';
    let start = equals + 1;
    while (text[start] === ' ' || text[start] === '\t') start += 1;
    const bareEnd = text.indexOf(';', start) < 0 ? text.length : text.indexOf(';', start);
    const quoted = text[start] === '"' ? readQuoted(text, start) : undefined;
    const read = quoted ?? { value: text.slice(start, bareEnd).trim(), end: bareEnd };
    if (name !== '' && !parameters.has(name)) parameters.set(name, read.value);
    const next = text.indexOf(';', read.end);
    at = next < 0 ? text.length : next + 1;
  }
  return { value, parameters };
}

/** A value as a quoted string where it is more than a token. */
export const quoteIfNeeded = (value: string): string =>
  /^[\w!#$%&'*+.^`|~-]+$/.test(value) ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`;
