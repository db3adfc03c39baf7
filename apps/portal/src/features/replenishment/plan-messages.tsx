import type { PlanMessage } from '../../app/api-types.ts';
import { formatState } from '../../ui/format.ts';
import { plainText } from '../../ui/plain-text.ts';

const tones = { information: 'info', warning: 'warn', critical: 'bad' } as const;

/** Where the code itself would be no plain word. */
const names: Readonly<Record<string, string>> = { QUANTILES_APPROXIMATED: 'Estimated safety stock' };

/** What the plan says besides the quantity: receipts to expedite, shortages that no order can prevent any more. */
export function PlanMessages({ messages }: { messages: readonly PlanMessage[] }) {
  if (messages.length === 0) return null;
  return (
    <ul className="plan-messages section" aria-label="Messages of the plan">
      {messages.map(({ code, severity, text, receiptId }) => (
        <li key={`${code} ${receiptId ?? ''} ${text}`}>
          <span className={`tag ${tones[severity]}`}>{names[code] ?? formatState(code)}</span>{' '}
          <span title={text}>{plainText(text)}</span>
        </li>
      ))}
    </ul>
  );
}
