import type { PlanEventType } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import './business-plan.css';
import type { PlanEventContent } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import type { ItemChoice } from '../../ui/use-item-choices.ts';
import { eventTypeNames, optionsOf } from '../agreements/words.ts';
import { type DayWindow, lastDayOf } from './calendar-view.ts';
import { EventItemsField } from './event-items-field.tsx';
import { EventPlacesField } from './event-places-field.tsx';
import { windowOf } from './event-words.ts';
import { RatioInput } from './ratio-input.tsx';

type EventFormProps = {
  agreementId: string;
  initial: PlanEventContent;
  knownItems?: readonly ItemChoice[];
  isLocked?: boolean;
  isReasonNeeded: boolean;
  isPending: boolean;
  onSave: (content: PlanEventContent, reason: string) => void;
};

/** What an event says; the server checks windows and scope and names the place of what it refuses. */
export function EventForm(props: EventFormProps) {
  const { agreementId, initial, knownItems = [], isLocked, isReasonNeeded, isPending, onSave } = props;
  const [content, setContent] = useState(initial);
  const [reason, setReason] = useState('');
  const set = (part: Partial<PlanEventContent>) => setContent((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSave({ ...content, name: content.name.trim() }, reason.trim());
  };
  return (
    <form className="event-form" onSubmit={submit}>
      {isLocked && (
        <Callout tone="bad" title="This event is locked">
          <p>
            Orders rely on it: a change raises an exception with its liability, and counts only when both
            agree.
          </p>
        </Callout>
      )}
      <div className="field-grid">
        <TextInput
          label="Name"
          required
          maxLength={120}
          value={content.name}
          data-testid="event-name"
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <NativeSelect
          label="Type"
          size="xs"
          data={optionsOf(eventTypeNames)}
          value={content.type}
          onChange={(event) => set({ type: event.currentTarget.value as PlanEventType })}
        />
        <RatioInput
          label="Expected lift of every item"
          value={content.liftRatio}
          onChange={(liftRatio) => set({ liftRatio })}
        />
      </div>
      <WindowFields content={content} onChange={set} />
      <EventItemsField agreementId={agreementId} content={content} knownItems={knownItems} onChange={set} />
      <EventPlacesField locationIds={content.locationIds} onChange={(locationIds) => set({ locationIds })} />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxLength={2000}
        mt="sm"
        value={content.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      {isReasonNeeded && (
        <TextInput
          label="Reason of the change"
          required
          mt="sm"
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <Button type="submit" mt="md" loading={isPending} data-testid="save-event">
        {isReasonNeeded ? 'Propose the change' : 'Save draft'}
      </Button>
    </form>
  );
}

type WindowFieldsProps = { content: PlanEventContent; onChange: (part: Partial<PlanEventContent>) => void };

/** A window as the server knows it; a date that is still being typed is kept as it is. */
const asWindow = (firstDay: string, lastDay: string) =>
  windowOf(firstDay, lastDay) as { startsOn: LocalDate; endsBefore: LocalDate };

function WindowFields({ content, onChange }: WindowFieldsProps) {
  const { sellIn, sellThrough, lockOn } = content;
  return (
    <>
      <div className="field-grid">
        <DayInput
          label="Sells from"
          value={sellThrough.startsOn}
          onChange={(day) => onChange({ sellThrough: asWindow(day, lastOf(sellThrough)) })}
        />
        <DayInput
          label="Last day"
          value={lastOf(sellThrough)}
          onChange={(day) => onChange({ sellThrough: asWindow(sellThrough.startsOn, day) })}
        />
        <DayInput
          label="Locked from"
          value={lockOn}
          onChange={(day) => onChange({ lockOn: day as LocalDate })}
        />
      </div>
      <Checkbox
        label="Delivered to the shelves in a window before (sell-in)"
        mb="xs"
        checked={sellIn !== null}
        onChange={(event) =>
          onChange({
            sellIn: event.currentTarget.checked
              ? { startsOn: lockOn, endsBefore: sellThrough.startsOn }
              : null,
          })
        }
      />
      {sellIn !== null && (
        <div className="field-grid">
          <DayInput
            label="Delivered from"
            value={sellIn.startsOn}
            onChange={(day) => onChange({ sellIn: asWindow(day, lastOf(sellIn)) })}
          />
          <DayInput
            label="Last delivery"
            value={lastOf(sellIn)}
            onChange={(day) => onChange({ sellIn: asWindow(sellIn.startsOn, day) })}
          />
        </div>
      )}
    </>
  );
}

const lastOf = (window: DayWindow): string => (window.endsBefore === '' ? '' : lastDayOf(window));

type DayInputProps = { label: string; value: string; onChange: (day: string) => void };

/** An emptied date keeps the one before: an event has all its dates. */
function DayInput({ label, value, onChange }: DayInputProps) {
  return (
    <TextInput
      type="date"
      label={label}
      required
      value={value}
      onChange={(event) => {
        if (event.currentTarget.value !== '') onChange(event.currentTarget.value);
      }}
    />
  );
}
