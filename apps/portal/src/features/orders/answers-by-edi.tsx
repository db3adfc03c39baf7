import { Switch } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import { acted } from './dialog-table.tsx';

/** Buyers whose own systems read what is answered here. */
export function AnswersByEdi() {
  const { data } = useQuery(trpc.orders.answersByEdi.list.queryOptions());
  const set = useMutation(
    trpc.orders.answersByEdi.set.mutationOptions(acted({ text: 'It is set.', onClose: () => undefined })),
  );
  if (data === undefined || data.rows.length === 0) return null;
  return (
    <section className="section page-body" aria-labelledby="answers-by-edi">
      <h2 id="answers-by-edi">Answers that go out by EDI</h2>
      <p className="soft">
        What you confirm, ship and bill in the portal is sent to the buyer’s system as well (855, 865, 856,
        810 or ORDRSP, DESADV, INVOIC), by your EDI agreement with that buyer.
      </p>
      {data.rows.map(({ buyerId, buyerName, isOn }) => (
        <Switch
          key={buyerId}
          mt="xs"
          label={buyerName}
          checked={isOn}
          onChange={(event) => set.mutate({ buyerId, isOn: event.currentTarget.checked })}
        />
      ))}
    </section>
  );
}
