import { Button, MultiSelect, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { keepRows, trpc } from '../../app/api.ts';
import type { PlanEventContent } from '../../app/api-types.ts';
import { formatCount } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';
import { type ItemChoice, useItemChoices } from '../../ui/use-item-choices.ts';
import { RatioInput } from './ratio-input.tsx';

type Item = PlanEventContent['items'][number];

type EventItemsFieldProps = {
  agreementId: string;
  content: PlanEventContent;
  knownItems: readonly ItemChoice[];
  onChange: (part: Partial<PlanEventContent>) => void;
};

const newItem = (itemId: string): Item => ({ itemId, liftRatio: null, liftMilli: null, preBuildMilli: 0 });

/** Which items an event is about, each with a lift and a pre-build of its own; and which lose by it. */
export function EventItemsField({ agreementId, content, knownItems, onChange }: EventItemsFieldProps) {
  const { labels, choices, search, setSearch, remember } = useItemChoices(knownItems);
  const { items, cannibalised } = content;
  const replace = (item: Item) =>
    onChange({ items: items.map((one) => (one.itemId === item.itemId ? item : one)) });
  return (
    <>
      <MultiSelect
        label={`Items (${items.length === 0 ? 'every item of the agreement' : formatCount(items.length)})`}
        placeholder="Find items"
        searchable
        data={choices}
        value={items.map(({ itemId }) => itemId)}
        searchValue={search}
        onSearchChange={setSearch}
        onChange={(ids) => {
          remember();
          onChange({ items: ids.map((id) => items.find(({ itemId }) => itemId === id) ?? newItem(id)) });
        }}
      />
      <LiftSuggestion agreementId={agreementId} content={content} onChange={onChange} />
      {items.length > 0 && (
        <ItemLifts items={items} nameOf={(itemId) => labels.get(itemId) ?? itemId} onChange={replace} />
      )}
      <MultiSelect
        label="Cannibalised items"
        description="Sell less because of the event"
        placeholder="Find items"
        searchable
        mt="sm"
        data={choices}
        value={cannibalised.map(({ itemId }) => itemId)}
        onChange={(ids) => {
          remember();
          onChange({
            cannibalised: ids.map(
              (id) => cannibalised.find(({ itemId }) => itemId === id) ?? { itemId: id, liftRatio: -0.1 },
            ),
          });
        }}
      />
      {cannibalised.map((item) => (
        <div key={item.itemId} className="choice-row">
          <span>{labels.get(item.itemId) ?? item.itemId}</span>
          <RatioInput
            label={`Loss of ${labels.get(item.itemId) ?? 'the item'}`}
            isHidden
            value={item.liftRatio}
            onChange={(liftRatio) =>
              onChange({
                cannibalised: cannibalised.map((one) =>
                  one.itemId === item.itemId ? { ...one, liftRatio: Math.min(0, liftRatio ?? 0) } : one,
                ),
              })
            }
          />
        </div>
      ))}
    </>
  );
}

type ItemLiftsProps = {
  items: readonly Item[];
  nameOf: (itemId: string) => string;
  onChange: (item: Item) => void;
};

function ItemLifts({ items, nameOf, onChange }: ItemLiftsProps) {
  return (
    <table className="table inset form-table" aria-label="Lift and pre-build of each item">
      <thead>
        <tr>
          <th scope="col">Item</th>
          <th scope="col">Own lift (%)</th>
          <th scope="col">or units</th>
          <th scope="col">Pre-build (units)</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.itemId}>
            <td>{nameOf(item.itemId)}</td>
            <td>
              <RatioInput
                label="Own lift"
                isHidden
                value={item.liftRatio}
                onChange={(liftRatio) => onChange({ ...item, liftRatio })}
              />
            </td>
            <td>
              <UnitsInput
                label="Lift in units"
                value={item.liftMilli}
                onChange={(liftMilli) => onChange({ ...item, liftMilli })}
              />
            </td>
            <td>
              <UnitsInput
                label="Pre-build"
                value={item.preBuildMilli}
                onChange={(milli) => onChange({ ...item, preBuildMilli: Math.max(0, milli ?? 0) })}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type UnitsInputProps = { label: string; value: number | null; onChange: (milli: number | null) => void };

function UnitsInput({ label, value, onChange }: UnitsInputProps) {
  return (
    <NumberInput
      aria-label={label}
      hideControls
      decimalScale={3}
      value={value === null ? '' : value / 1000}
      onChange={(next) => onChange(typeof next === 'number' ? Math.round(next * 1000) : null)}
    />
  );
}

/** What past events of this kind brought, to take or to leave. */
function LiftSuggestion({ agreementId, content, onChange }: Omit<EventItemsFieldProps, 'knownItems'>) {
  const itemIds = content.items.map(({ itemId }) => itemId);
  const suggestion = useQuery({
    ...trpc.businessPlans.events.suggestLift.queryOptions({ agreementId, type: content.type, itemIds }),
    ...keepRows,
  });
  const known = (suggestion.data?.rows ?? []).filter(({ liftRatio }) => liftRatio !== null);
  if (known.length === 0) {
    return (
      <p className="soft">No event of this kind has been evaluated yet: there is no lift to learn from.</p>
    );
  }
  const ratios = known.map(({ liftRatio }) => liftRatio ?? 0);
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const eventCount = Math.max(...known.map((row) => row.eventCount));
  const take = () =>
    onChange(
      content.items.length === 0
        ? { liftRatio: Math.round(mean * 1000) / 1000 }
        : {
            items: content.items.map((item) => ({
              ...item,
              liftRatio: known.find(({ itemId }) => itemId === item.itemId)?.liftRatio ?? item.liftRatio,
            })),
          },
    );
  return (
    <p>
      Past events of this kind brought {formatShare(mean)} on average ({formatCount(eventCount)}{' '}
      {eventCount === 1 ? 'event' : 'events'}).{' '}
      <Button variant="default" onClick={take}>
        Take it
      </Button>
    </p>
  );
}
