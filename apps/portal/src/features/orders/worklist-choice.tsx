import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import { type OrderWorklist, orderWorklists } from '../../app/search-parameters.ts';
import { formatCount } from '../../ui/format.ts';

const titles: Record<OrderWorklist, string> = {
  'to-acknowledge': 'To acknowledge',
  changed: 'Changed',
  late: 'Late',
  'at-risk': 'At risk',
  'to-match': 'Invoices to decide',
  waiting: 'Waiting documents',
};

type WorklistChoiceProps = {
  value: OrderWorklist | undefined;
  onChange: (worklist: OrderWorklist | undefined) => void;
};

/** What waits for somebody, with how much there is of it; the chosen one is pressed. */
export function WorklistChoice({ value, onChange }: WorklistChoiceProps) {
  const { data: counts } = useQuery(trpc.orders.worklists.queryOptions());
  return (
    <nav className="worklists" aria-label="Worklists">
      <button type="button" aria-pressed={value === undefined} onClick={() => onChange(undefined)}>
        All
      </button>
      {orderWorklists.map((worklist) => (
        <button
          key={worklist}
          type="button"
          aria-pressed={value === worklist}
          onClick={() => onChange(value === worklist ? undefined : worklist)}
        >
          {titles[worklist]} {counts !== undefined && <small>{formatCount(counts[worklist])}</small>}
        </button>
      ))}
    </nav>
  );
}
