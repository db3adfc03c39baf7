import { Button, Group, Modal, NumberInput, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { ExceptionDetail } from '../../app/api-types.ts';
import { formatCount, formatDay, formatPlanned } from '../../ui/format.ts';
import { exceptionCommand } from './exception-command.ts';

type Option = ExceptionDetail['options'][number];
type ProposeDialogProps = { exception: ExceptionDetail; option: Option; onClose: () => void };
type Cell = { key: string; itemLocationId: string; label: string; unit: string; startsOn: string } & Pick<
  ExceptionDetail['children'][number]['cells'][number],
  'sourceMilli' | 'comparedMilli'
>;

/** More than these are given on the workbench, where they can be pasted. */
const cellsMax = 60;

function cellsOf({ children }: ExceptionDetail): Cell[] {
  return children.flatMap(({ itemLocationId, itemNumber, locationCode, unit, cells }) =>
    itemLocationId === null
      ? []
      : cells.map(({ startsOn, sourceMilli, comparedMilli }) => ({
          key: `${itemLocationId} ${startsOn}`,
          itemLocationId,
          label: `${itemNumber ?? ''} · ${locationCode ?? ''}`,
          unit: unit ?? '',
          startsOn,
          sourceMilli,
          comparedMilli,
        })),
  );
}

/** Proposes one resolution for all parts at once; the partner accepts or refuses it. */
export function ProposeDialog({ exception, option, onClose }: ProposeDialogProps) {
  const { exceptionId, version, partnerName } = exception;
  const [note, setNote] = useState('');
  const [given, setGiven] = useState<Readonly<Record<string, number>>>({});
  const cells = option.needsValues ? cellsOf(exception) : [];
  const values = cells.flatMap(({ key, itemLocationId, startsOn }) => {
    const units = given[key];
    return units === undefined ? [] : [{ itemLocationId, startsOn, valueMilli: Math.round(units * 1000) }];
  });
  const propose = useMutation(
    trpc.exceptions.propose.mutationOptions(exceptionCommand(`Proposed to ${partnerName}`, onClose)),
  );
  return (
    <Modal opened onClose={onClose} title={option.label} size={option.needsValues ? 720 : 480}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          propose.mutate({
            exceptionId,
            expectedVersion: version,
            code: option.code,
            values,
            ...(note.trim() === '' ? {} : { note: note.trim() }),
          });
        }}
      >
        <p className="soft">
          {option.effectText}. It settles all {formatCount(exception.childCount)} parts once {partnerName}{' '}
          accepts; until then nothing changes.
        </p>
        {cells.length > 0 && (
          <ValuesByHand cells={cells} exception={exception} given={given} onGive={setGiven} />
        )}
        <Textarea
          label={`Note to ${partnerName}`}
          maxLength={2000}
          autosize
          minRows={2}
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button
            type="submit"
            loading={propose.isPending}
            disabled={cells.length > 0 && values.length === 0}
            data-testid="confirm-propose"
          >
            Propose
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

type ValuesByHandProps = {
  cells: readonly Cell[];
  exception: ExceptionDetail;
  given: Readonly<Record<string, number>>;
  onGive: (given: Readonly<Record<string, number>>) => void;
};

/** A value for each cell; those left empty are not settled by the proposal. */
function ValuesByHand({ cells, exception, given, onGive }: ValuesByHandProps) {
  const { sourceName, comparedName, agreementId } = exception;
  const shown = cells.slice(0, cellsMax);
  const fill = (milliOf: (cell: Cell) => number | null): void =>
    onGive(
      Object.fromEntries(
        cells.flatMap((cell) => {
          const milli = milliOf(cell);
          return milli === null ? [] : [[cell.key, milli / 1000]];
        }),
      ),
    );
  const text = (milli: number | null, unit: string): string =>
    milli === null ? '–' : formatPlanned(milli, unit);
  return (
    <>
      <Group gap="xs" mb={6}>
        <span className="soft">Start from</span>
        <Button size="compact-xs" variant="default" onClick={() => fill(({ sourceMilli }) => sourceMilli)}>
          {sourceName}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => fill(({ comparedMilli }) => comparedMilli)}
        >
          {comparedName}
        </Button>
      </Group>
      <div className="values-by-hand">
        <table className="table inset" aria-label="Values by hand">
          <thead>
            <tr>
              <th scope="col">Item and place</th>
              <th scope="col">Period</th>
              <th scope="col" className="number">
                {sourceName}
              </th>
              <th scope="col" className="number">
                {comparedName}
              </th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((cell) => (
              <tr key={cell.key}>
                <td>{cell.label}</td>
                <td>{formatDay(cell.startsOn)}</td>
                <td className="number">{text(cell.sourceMilli, cell.unit)}</td>
                <td className="number">{text(cell.comparedMilli, cell.unit)}</td>
                <td>
                  <NumberInput
                    aria-label={`Value of ${cell.label} on ${cell.startsOn}`}
                    size="xs"
                    w={110}
                    min={0}
                    decimalScale={3}
                    hideControls
                    value={given[cell.key] ?? ''}
                    onChange={(value) => {
                      const { [cell.key]: _before, ...rest } = given;
                      onGive(typeof value === 'number' ? { ...rest, [cell.key]: value } : rest);
                    }}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {cells.length > shown.length && (
        <p className="soft">
          The largest {shown.length} of {formatCount(cells.length)} values are shown. The joint plan on the{' '}
          <a href={`/workbench/${agreementId}`}>workbench</a> takes more at once, also pasted.
        </p>
      )}
    </>
  );
}
