import { addDays, isoWeekday, type LocalDate } from '@coplan/kernel';
import { Button, Group, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { AgreementDetail } from '../../app/api-types.ts';
import { formatCount, viewerLocale } from '../../ui/format.ts';
import { measureName } from '../agreements/sharing-choices.ts';
import type { SaidMeasure } from './own-series.tsx';
import { readPastedSeries } from './series-paste.ts';
import { sharingCommand } from './sharing-command.ts';

const today = (): LocalDate => new Date().toISOString().slice(0, 10) as LocalDate;

const weekOf = (day: LocalDate, weekStartsOn: number): LocalDate =>
  addDays(day, -((isoWeekday(day) - weekStartsOn + 7) % 7));

type SeriesFormProps = { agreement: AgreementDetail; measure: SaidMeasure };

/** Pasted from a spreadsheet, read back before it counts. */
export function SeriesForm({ agreement, measure }: SeriesFormProps) {
  const { agreementId, activeVersionId, versions } = agreement;
  const content = versions.find(({ agreementVersionId }) => agreementVersionId === activeVersionId)?.content;
  const isMoney = measure === 'cost' || measure === 'price';
  const [text, setText] = useState('');
  const [bucketDays, setBucketDays] = useState<1 | 7>(7);
  const [startsOn, setStartsOn] = useState<string>(weekOf(today(), content?.calendar.weekStartsOn ?? 1));
  const [currency, setCurrency] = useState<string>(content?.units.currency ?? 'EUR');
  const read = readPastedSeries(text, { isMoney, locale: viewerLocale() });
  const save = useMutation(
    trpc.sharing.saveOwnSeries.mutationOptions(sharingCommand('Saved', () => setText(''))),
  );
  const isReady = read.lines.length > 0 && read.problems.length === 0;
  return (
    <form
      aria-label={`Say your ${measureName(measure).toLowerCase()}`}
      onSubmit={(event) => {
        event.preventDefault();
        const about = {
          agreementId,
          measure,
          bucketDays,
          startsOn: startsOn as LocalDate,
          lines: read.lines,
        };
        save.mutate({ ...about, ...(isMoney ? { currency } : {}) });
      }}
    >
      <Group align="end" my="sm">
        <NativeSelect
          label="Periods"
          data={[
            { value: '7', label: 'Weeks' },
            { value: '1', label: 'Days' },
          ]}
          value={String(bucketDays)}
          onChange={(event) => setBucketDays(event.currentTarget.value === '1' ? 1 : 7)}
        />
        <TextInput
          label="First period begins on"
          type="date"
          required
          value={startsOn}
          onChange={(event) => setStartsOn(event.currentTarget.value)}
        />
        {isMoney && (
          <TextInput
            label="Currency"
            required
            maxLength={3}
            pattern="[A-Z]{3}"
            value={currency}
            onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())}
          />
        )}
      </Group>
      <Textarea
        label="Paste from a spreadsheet"
        description="Columns: item, place (empty for all places together), then one value per period. A row replaces what was said of its item and place; a row without values takes it back."
        autosize
        minRows={4}
        maxRows={14}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-testid="series-paste"
      />
      {read.problems.length > 0 && (
        <ul className="tone-bad" aria-live="polite">
          {read.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      <Group mt="sm">
        <Button type="submit" disabled={!isReady} loading={save.isPending} data-testid="save-series">
          {isReady
            ? `Save ${formatCount(read.lines.length)} ${read.lines.length === 1 ? 'row' : 'rows'}, up to ${formatCount(read.bucketCount)} ${bucketDays === 7 ? 'weeks' : 'days'}`
            : 'Save'}
        </Button>
      </Group>
    </form>
  );
}
