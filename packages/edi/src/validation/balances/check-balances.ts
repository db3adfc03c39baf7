import type { Message } from '../../interchange.ts';
import type { SetSchema } from '../../schema/schema.ts';
import type { ReportBalance } from './balance-fault.ts';
import { checkDigits } from './check-digits.ts';
import { checkEdifactInvoice } from './edifact-invoice.ts';
import { checkEdifactTotals } from './edifact-totals.ts';
import { checkHierarchy, checkPackages } from './hierarchy.ts';
import { checkGoodsTotals } from './x12-goods.ts';
import { checkInvoice } from './x12-invoice.ts';
import { checkX12Totals } from './x12-totals.ts';

/** What does not add up in a message whose segments and elements are right; nothing is changed. */
export function checkBalances(message: Message, schema: SetSchema, report: ReportBalance): void {
  const { root, type } = message;
  if (root === undefined) return;
  checkDigits(message, schema, report);
  if (message.interchange.dialect.name === 'x12') {
    checkX12Totals(root, type, report);
    checkGoodsTotals(root, type, report);
    if (schema.tags.has('HL')) checkHierarchy(root, type, report);
    if (type === '810') checkInvoice(root, report);
    return;
  }
  checkEdifactTotals(root, report);
  if (schema.tags.has('CPS')) checkPackages(root, report);
  if (type === 'INVOIC') checkEdifactInvoice(root, report);
}
