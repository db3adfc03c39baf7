import { addDays } from '@coplan/kernel';
import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import type { BlanketDetail } from '../../app/api-types.ts';
import type { ExactRow } from './release-draft.ts';

/** Deliveries by day and time, beginning with what is called off in the firm days. */
export function ExactDays({
  view,
  rows,
  onChange,
}: {
  view: BlanketDetail;
  rows: readonly ExactRow[];
  onChange: (rows: readonly ExactRow[]) => void;
}) {
  const edit = (id: number, part: Partial<ExactRow>): void =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const add = (): void => {
    const last = rows.at(-1);
    onChange([
      ...rows,
      {
        id: Math.max(0, ...rows.map(({ id }) => id)) + 1,
        itemLine: last?.itemLine ?? view.items[0]?.itemLine ?? '1',
        ...{ on: last?.on ?? addDays(view.today, 1), time: '', amountMilli: 0 },
      },
    ]);
  };
  return (
    <>
      <div className="table-frame">
        <table className="table inset weeks" aria-label="Deliveries to call off">
          <thead>
            <tr>
              {['Item', 'Day', 'Time', 'Amount', ''].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={row.id}>
                <td>
                  <Select
                    size="xs"
                    w={150}
                    allowDeselect={false}
                    aria-label={`Item of delivery ${index + 1}`}
                    data={view.items.map(({ itemLine, itemNumber }) => ({
                      value: itemLine,
                      label: itemNumber,
                    }))}
                    value={row.itemLine}
                    onChange={(itemLine) => itemLine !== null && edit(row.id, { itemLine })}
                  />
                </td>
                <td>
                  <TextInput
                    size="xs"
                    type="date"
                    aria-label={`Day of delivery ${index + 1}`}
                    value={row.on}
                    onChange={(event) =>
                      event.currentTarget.value !== '' && edit(row.id, { on: event.currentTarget.value })
                    }
                  />
                </td>
                <td>
                  <TextInput
                    size="xs"
                    type="time"
                    aria-label={`Time of delivery ${index + 1}`}
                    value={row.time}
                    onChange={(event) => edit(row.id, { time: event.currentTarget.value })}
                  />
                </td>
                <td>
                  <NumberInput
                    size="xs"
                    w={110}
                    min={0}
                    decimalScale={3}
                    hideControls
                    aria-label={`Amount of delivery ${index + 1}`}
                    value={row.amountMilli / 1000}
                    onChange={(value) =>
                      typeof value === 'number' && edit(row.id, { amountMilli: Math.round(value * 1000) })
                    }
                  />
                </td>
                <td>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    onClick={() => onChange(rows.filter(({ id }) => id !== row.id))}
                  >
                    Remove
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p className="soft">Nothing is called off in the firm days yet.</p>}
      <Button variant="default" size="compact-sm" mt="xs" onClick={add}>
        One delivery more
      </Button>
    </>
  );
}
