import { assert, DomainError, gs1CheckDigit, isGln, isGtin, isSscc, type LocalDate } from '@coplan/kernel';

/** One application identifier: what stands behind it, and whether its length is known without a separator. */
type Identifier = { digits: RegExp | undefined; lengthMax: number; isFixed: boolean; title: string };

const fixed = (length: number, title: string): Identifier => ({
  digits: /^\d+$/,
  lengthMax: length,
  isFixed: true,
  title,
});
const upTo = (lengthMax: number, title: string, digits?: RegExp): Identifier => ({
  digits,
  lengthMax,
  isFixed: false,
  title,
});

/** Application identifiers of logistic labels and trade items (GS1 General Specifications, section 3.2). */
const identifiers = {
  '00': fixed(18, 'SSCC'),
  '01': fixed(14, 'GTIN'),
  '02': fixed(14, 'CONTENT'),
  '10': upTo(20, 'BATCH/LOT'),
  '11': fixed(6, 'PROD DATE'),
  '15': fixed(6, 'BEST BEFORE'),
  '17': fixed(6, 'USE BY'),
  '21': upTo(20, 'SERIAL'),
  '37': upTo(8, 'COUNT', /^\d+$/),
  '400': upTo(30, 'ORDER NUMBER'),
  '402': fixed(17, 'GSIN'),
  '410': fixed(13, 'SHIP TO LOC'),
  '414': fixed(13, 'LOC No.'),
} as const satisfies Record<string, Identifier>;
export type ApplicationIdentifier = keyof typeof identifiers;
export type Element = { ai: ApplicationIdentifier; value: string };

const known: Readonly<Record<string, Identifier>> = identifiers;
/** Ends an element of variable length: what scanners type for FNC1 inside a barcode. */
export const separator = '\u001d';
/** The characters of GS1 element strings (section 7.11, table 7.11-1). */
const characters = /^[!-"%-?A-Z_a-z]+$/;

const keyIsRight = ({ ai, value }: Element): boolean => {
  if (ai === '00') return isSscc(value);
  if (ai === '01' || ai === '02') return isGtin(value);
  if (ai === '402') return gs1CheckDigit(value.slice(0, -1)) === Number(value.at(-1));
  return ai === '410' || ai === '414' ? isGln(value) : true;
};

/** What is wrong with an element; undefined where nothing is. */
function faultOf({ ai, value }: Element): string | undefined {
  const { digits, lengthMax, isFixed, title } = identifiers[ai];
  if (value.length === 0 || value.length > lengthMax || (isFixed && value.length !== lengthMax))
    return `${title} (${ai}) has ${isFixed ? '' : 'at most '}${lengthMax} characters, and "${value}" has ${value.length}`;
  if (digits !== undefined && !digits.test(value)) return `${title} (${ai}) has digits only: "${value}"`;
  if (!characters.test(value))
    return `${title} (${ai}) holds a character that a barcode cannot carry: "${value}"`;
  return keyIsRight({ ai, value }) ? undefined : `${title} (${ai}) ${value} has a wrong check digit`;
}

/** A business day as the six digits of a barcode, YYMMDD. */
export const elementDate = (day: LocalDate): string => day.slice(2).replaceAll('-', '');

/**
 * The day of six digits, its century chosen so that it is nearest to today (section 7.12); day 00 is the month's last.
 * Undefined where there is no such day.
 */
export function dayOfElement(value: string, today: LocalDate): LocalDate | undefined {
  const [year, month, day] = [value.slice(0, 2), value.slice(2, 4), value.slice(4, 6)].map(Number) as [
    number,
    number,
    number,
  ];
  const now = Number(today.slice(0, 4));
  const distance = year - (now % 100);
  const century = Math.floor(now / 100) + (distance >= 51 ? -1 : distance <= -50 ? 1 : 0);
  const fullYear = century * 100 + year;
  const days = new Date(Date.UTC(fullYear, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day > days) return undefined;
  const text = (part: number): string => String(part).padStart(2, '0');
  return `${fullYear}-${text(month)}-${text(day === 0 ? days : day)}` as LocalDate;
}

/**
 * Elements as people read them below a barcode, `(00)3400…(10)L1`, which is what encoders of GS1-128 take. Throws
 * `DomainError` (invalid) where a value does not fit its identifier.
 */
export function bracketedElements(elements: readonly Element[]): string {
  for (const element of elements) {
    const fault = faultOf(element);
    if (fault === undefined) continue;
    const { ai, value } = element;
    throw new DomainError(
      'invalid',
      'fulfillment.not-an-element',
      { ai, value },
      `${fault}: no barcode can be printed of it`,
    );
  }
  return elements.map(({ ai, value }) => `(${ai})${value}`).join('');
}

function readBracketed(text: string): Element[] | undefined {
  const parts = [...text.matchAll(/\((\d{2,4})\)([^(]*)/g)];
  if (parts.map(([whole]) => whole).join('') !== text) return undefined;
  const elements = parts.map(([, ai = '', value = '']) => ({ ai, value }));
  return elements.every(({ ai }) => ai in known) ? (elements as Element[]) : undefined;
}

const identifierAt = (text: string): string | undefined =>
  [2, 3].map((length) => text.slice(0, length)).find((ai) => ai in known);

function readPlain(text: string): Element[] | undefined {
  const elements: Element[] = [];
  let rest = text;
  while (rest.length > 0) {
    const ai = identifierAt(rest);
    if (ai === undefined) return undefined;
    const { isFixed, lengthMax } = known[ai] as Identifier;
    rest = rest.slice(ai.length);
    const end = rest.indexOf(separator);
    const length = isFixed ? lengthMax : end < 0 ? rest.length : end;
    elements.push({ ai: ai as ApplicationIdentifier, value: rest.slice(0, length) });
    rest = rest.slice(length);
    if (rest.startsWith(separator)) rest = rest.slice(1);
    assert(elements.length <= text.length, 'each element takes at least its identifier');
  }
  return elements;
}

/**
 * Elements of a scanned text: with brackets, or as a scanner types them with the group separator between those of
 * variable length. Undefined where it is no element string; a fault where it is one with a wrong value.
 */
export function readElements(text: string): { elements: Element[] } | { fault: string } | undefined {
  const elements = text.startsWith('(') ? readBracketed(text) : readPlain(text);
  if (elements === undefined || elements.length === 0) return undefined;
  const fault = elements.map(faultOf).find((one) => one !== undefined);
  return fault === undefined ? { elements } : { fault };
}
