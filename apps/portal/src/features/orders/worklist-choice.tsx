import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import { type OrderWorklist, orderWorklists } from '../../app/search-parameters.ts';
import { formatCount } from '../../ui/format.ts';
import './orders.css';

const titles: Record<OrderWorklist, string> = {
  'to-acknowledge': 'To acknowledge',
  changed: 'Changed',
  late: 'Late',
  'at-risk': 'At risk',
  held: 'On hold',
  'to-match': 'Invoices to decide',
  waiting: 'Waiting documents',
};

type WorklistChoiceProps = {
  value: OrderWorklist | undefined;
  onChange: (worklist: OrderWorklist | undefined) => void;
};

const everyOrder = 'all';

/** What waits for somebody, with how much there is of it. */
export function WorklistChoice({ value, onChange }: WorklistChoiceProps) {
  const { data: counts } = useQuery(trpc.orders.worklists.queryOptions());
  const labelOf = (worklist: OrderWorklist) =>
    counts === undefined ? (
      titles[worklist]
    ) : (
      <>
        {titles[worklist]} <small className="worklist-count">{formatCount(counts[worklist])}</small>
      </>
    );
  return (
    <SegmentedControl
      aria-label="Worklist"
      data={[
        { value: everyOrder, label: 'All' },
        ...orderWorklists.map((worklist) => ({ value: worklist, label: labelOf(worklist) })),
      ]}
      value={value ?? everyOrder}
      onChange={(chosen) => onChange(orderWorklists.find((worklist) => worklist === chosen))}
    />
  );
}
