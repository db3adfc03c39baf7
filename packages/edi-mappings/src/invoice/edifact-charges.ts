import type { InvoiceCharge, InvoiceTax } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { qualifierOf } from '../edifact/qualified.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';
import { percentDecimals } from './x12-charges.ts';

const kinds = codeList('kind of allowance or charge', { allowance: 'A', charge: 'C' });
/** PCD 5245 of an allowance and of a charge. */
const percentages = { allowance: '1', charge: '2' };
/** TAX 5283 of a tax; customs duties have others. */
const taxFunction = '7';
const reasonList = ({ edifact }: AgreementProfile) =>
  codeList('reason of the allowance or charge', edifact.invoice.reasons);
const taxList = ({ edifact }: AgreementProfile) => codeList('kind of tax', edifact.invoice.taxes);
const categoryList = ({ edifact }: AgreementProfile) =>
  codeList('category of the tax', edifact.invoice.taxCategories);

/** Segments with the tag in the loop, whether or not they open a group there. */
export const segmentsOf = (loop: Loop | undefined, tag: string): PlacedSegment[] =>
  loop === undefined ? [] : [...loop.all(tag), ...loop.loops(tag).flatMap((group) => group.all(tag))];

/** The MOA with one of the qualifiers (5025). */
export const moneyAt = (loop: Loop | undefined, qualifiers: readonly string[]): PlacedSegment | undefined => {
  const all = segmentsOf(loop, 'MOA');
  return qualifiers
    .map((qualifier) => all.find((at) => qualifierOf(at) === qualifier))
    .find((at) => at !== undefined);
};

/** Hundredths; complains at `head` when there is no such MOA. */
export function readMoney(
  from: Reading,
  { loop, head, qualifiers }: { loop: Loop; head: PlacedSegment | undefined; qualifiers: readonly string[] },
  what: string,
): number | undefined {
  const at = moneyAt(loop, qualifiers);
  if (at !== undefined) return from.scaled(at, [1, 2], 2, what);
  from.complain(head, 0, `the ${what} is missing: send a MOA with ${qualifiers.join(', ')}`, 'value-missing');
  return undefined;
}

export const writeMoney = (to: Writing, qualifier: string | undefined, minor: number): void =>
  to.segment('MOA', [qualifier, to.decimal(minor, 2)]);

export function readCharges(from: Reading, loop: Loop, profile: AgreementProfile) {
  return loop.loops('ALC').map((group) => {
    const head = group.first('ALC');
    const percent = segmentsOf(group, 'PCD')[0];
    return {
      kind: from.code(kinds, head, 1),
      reason: from.code(reasonList(profile), head, [5, 1]),
      amountMinor: readMoney(
        from,
        { loop: group, head, qualifiers: profile.edifact.invoice.amounts.charge },
        'amount of the allowance or charge',
      ),
      rateMicros:
        percent === undefined ? undefined : from.scaled(percent, [1, 2], percentDecimals, 'percentage'),
      description: from.component(head, 5, 4),
    };
  });
}

export function writeCharges(
  to: Writing,
  charges: readonly InvoiceCharge[],
  profile: AgreementProfile,
): void {
  for (const { kind, reason, amountMinor, rateMicros, description } of charges) {
    const code = reasonList(profile).toTheirs(reason);
    if (code === '') to.complain(`the reason ${reason} of an ${kind} is not agreed with this partner`);
    to.segment('ALC', kinds.toTheirs(kind), '', '', '', [code, '', '', description]);
    if (rateMicros !== undefined)
      to.segment('PCD', [percentages[kind], to.decimal(rateMicros, percentDecimals)]);
    writeMoney(to, profile.edifact.invoice.amounts.charge[0], amountMinor);
  }
}

/** TAX of the summary; the taxes of the lines are in it. */
export function readTaxes(from: Reading, root: Loop, profile: AgreementProfile) {
  const { amounts } = profile.edifact.invoice;
  const groups = root.loops('TAX').filter((group) => moneyAt(group, amounts.tax) !== undefined);
  const inLine = root
    .loops('LIN')
    .flatMap((line) => line.loops('TAX'))
    .find((group) => moneyAt(group, amounts.tax) !== undefined);
  if (groups.length === 0 && inLine !== undefined)
    from.complain(inLine.first('TAX'), 0, 'send the taxes of the whole invoice behind the UNS');
  return groups.map((group) => {
    const head = group.first('TAX');
    const category = from.code(categoryList(profile), head, 6);
    const base = moneyAt(group, amounts.taxBase);
    const rate =
      from.component(head, 5, 4) === undefined
        ? undefined
        : from.scaled(head, [5, 4], percentDecimals, 'tax rate');
    return {
      kind: from.code(taxList(profile), head, [2, 1]),
      category,
      rateMicros:
        category === 'zero' ? (rate ?? 0) : category === 'standard' || rate !== 0 ? rate : undefined,
      amountMinor: from.scaled(moneyAt(group, amounts.tax), [1, 2], 2, 'tax'),
      baseMinor: base === undefined ? undefined : from.scaled(base, [1, 2], 2, 'taxed amount'),
    };
  });
}

export function writeTaxes(to: Writing, taxes: readonly InvoiceTax[], profile: AgreementProfile): void {
  const { amounts } = profile.edifact.invoice;
  for (const { kind, category, rateMicros, amountMinor, baseMinor } of taxes) {
    const rate = rateMicros === undefined ? [] : ['', '', '', to.decimal(rateMicros, percentDecimals)];
    const code = categoryList(profile).toTheirs(category);
    to.segment('TAX', taxFunction, [taxList(profile).toTheirs(kind)], '', '', rate, code);
    writeMoney(to, amounts.tax[0], amountMinor);
    if (baseMinor !== undefined) writeMoney(to, amounts.taxBase[0], baseMinor);
  }
}
