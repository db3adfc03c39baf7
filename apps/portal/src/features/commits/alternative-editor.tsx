import { addDays } from '@coplan/kernel';
import { Button, CloseButton, Group, NumberInput, Select, TextInput } from '@mantine/core';
import type { CommitRow } from '../../app/api-types.ts';
import { formatQuantity } from '../../ui/format.ts';
import type { WrittenAnswer } from './commit-answers.ts';

type Alternative = WrittenAnswer['alternatives'][number];
export type SubstituteItem = { itemId: string; label: string };
type AlternativeEditorProps = {
  row: CommitRow;
  answer: WrittenAnswer;
  substitutes: readonly SubstituteItem[];
  onChange: (alternatives: Alternative[]) => void;
};

const alternativesMax = 5;
const partsMax = 6;
const names = {
  later: 'The rest later',
  split: 'In parts',
  substitute: 'Another item for the rest',
} as const;

/** What the supplier offers instead: "80 % now and 20 % on the 14th, or substitute B". */
export function AlternativeEditor({ row, answer, substitutes, onChange }: AlternativeEditorProps) {
  const { alternatives, committedMilli } = answer;
  const restMilli = row.forecastMilli - committedMilli;
  const replace = (index: number, next: Alternative | undefined): void =>
    onChange(alternatives.flatMap((one, at) => (at === index ? (next === undefined ? [] : [next]) : [one])));
  const parts = [
    ...(committedMilli > 0 ? [{ startsOn: row.startsOn, quantityMilli: committedMilli }] : []),
    { startsOn: row.endsBefore, quantityMilli: restMilli },
  ];
  const add = (alternative: Alternative): void => onChange([...alternatives, alternative]);
  const isFull = alternatives.length >= alternativesMax;
  const [firstSubstitute] = substitutes;
  return (
    <fieldset className="alternatives">
      <legend>Alternatives for {formatQuantity(restMilli, row.unit)}</legend>
      {alternatives.map((alternative, index) => (
        // An alternative has no name of its own: its place is what the buyer accepts it by.
        // biome-ignore lint/suspicious/noArrayIndexKey: alternatives are ordered and edited in place
        <div key={index} className="alternative">
          <header>
            <b>{names[alternative.kind]}</b>
            <CloseButton size="xs" aria-label="Remove" onClick={() => replace(index, undefined)} />
          </header>
          {alternative.kind === 'substitute' ? (
            <Group gap="xs">
              <Select
                aria-label="Substitute"
                size="xs"
                w={180}
                searchable
                allowDeselect={false}
                data={substitutes.map(({ itemId, label }) => ({ value: itemId, label }))}
                value={alternative.itemId}
                onChange={(itemId) => itemId !== null && replace(index, { ...alternative, itemId })}
              />
              <Units
                label="Quantity of the substitute"
                milli={alternative.quantityMilli}
                onChange={(quantityMilli) => replace(index, { ...alternative, quantityMilli })}
              />
            </Group>
          ) : (
            <Parts
              row={row}
              parts={alternative.parts}
              onChange={(next) => replace(index, { ...alternative, parts: next })}
            />
          )}
        </div>
      ))}
      <Group gap="xs">
        <Button
          size="compact-xs"
          variant="default"
          disabled={isFull}
          onClick={() => add({ kind: 'later', parts })}
          data-testid="add-later"
        >
          The rest later
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={isFull}
          onClick={() => add({ kind: 'split', parts })}
        >
          In parts
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={isFull || firstSubstitute === undefined}
          onClick={() =>
            firstSubstitute !== undefined &&
            add({ kind: 'substitute', itemId: firstSubstitute.itemId, quantityMilli: restMilli })
          }
        >
          Another item
        </Button>
      </Group>
    </fieldset>
  );
}

type UnitsProps = { label: string; milli: number; onChange: (milli: number) => void };

const Units = ({ label, milli, onChange }: UnitsProps) => (
  <NumberInput
    aria-label={label}
    size="xs"
    w={96}
    min={0}
    decimalScale={3}
    hideControls
    value={milli / 1000}
    onChange={(value) => typeof value === 'number' && onChange(Math.round(value * 1000))}
  />
);

type Part = Extract<Alternative, { kind: 'later' }>['parts'][number];
type PartsProps = { row: CommitRow; parts: readonly Part[]; onChange: (parts: Part[]) => void };

function Parts({ row, parts, onChange }: PartsProps) {
  const totalMilli = parts.reduce((sum, part) => sum + part.quantityMilli, 0);
  const replace = (index: number, next: Part | undefined): void =>
    onChange(parts.flatMap((one, at) => (at === index ? (next === undefined ? [] : [next]) : [one])));
  return (
    <>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two parts may be equal
        <Group key={index} gap="xs" mb={4}>
          <TextInput
            type="date"
            aria-label="Delivery on"
            size="xs"
            w={132}
            min={row.startsOn}
            value={part.startsOn}
            onChange={(event) => {
              const startsOn = event.currentTarget.value;
              if (startsOn >= row.startsOn)
                replace(index, { ...part, startsOn: startsOn as Part['startsOn'] });
            }}
          />
          <Units
            label="Quantity"
            milli={part.quantityMilli}
            onChange={(quantityMilli) => replace(index, { ...part, quantityMilli })}
          />
          {parts.length > 1 && (
            <CloseButton size="xs" aria-label="Remove this part" onClick={() => replace(index, undefined)} />
          )}
        </Group>
      ))}
      <div className="soft">
        {formatQuantity(totalMilli, row.unit)} in all{' '}
        {parts.length < partsMax && (
          <button
            type="button"
            className="link-button"
            onClick={() =>
              onChange([
                ...parts,
                { startsOn: addDays(parts.at(-1)?.startsOn ?? row.startsOn, 7), quantityMilli: 0 },
              ])
            }
          >
            Add a part
          </button>
        )}
      </div>
    </>
  );
}
