import { cycleSteps } from '@coplan/collaboration';
import { Button, Checkbox } from '@mantine/core';
import { calendarNames, optionsOf, weekdayName, weekdayNames } from '../words.ts';
import { ChoiceField, FieldGrid, TagsField, TextField } from './fields.tsx';
import { useAgreementForm, useField } from './form-context.ts';

const weekdayOptions = weekdayNames.map((label, index) => ({ value: String(index + 1), label }));
const monthOptions = Array.from({ length: 12 }, (_, index) => ({
  value: String(index + 1),
  label: new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, index, 1)),
}));
const dueSteps = cycleSteps.filter(({ step }) => step >= 3);

/** Weeks, zone, working days, and when each step of the weekly cycle is due. */
export function CalendarSection() {
  return (
    <>
      <FieldGrid>
        <ChoiceField
          path={['calendar', 'kind']}
          label="Planning calendar"
          options={optionsOf(calendarNames)}
        />
        <ChoiceField
          path={['calendar', 'weekStartsOn']}
          label="Weeks begin on"
          options={weekdayOptions}
          isNumber
        />
        <ChoiceField
          path={['calendar', 'yearStartsInMonth']}
          label="Fiscal year begins in"
          options={monthOptions}
          isNumber
        />
        <TextField path={['calendar', 'timeZone']} label="Time zone" hint="For example Europe/Berlin" />
      </FieldGrid>
      <WorkingWeekdays />
      <TagsField
        path={['calendar', 'holidays']}
        label="Holidays"
        hint="Days as 2026-12-25; nobody owes an answer on them"
        placeholder="Add a day"
        whenEmpty={[]}
      />
      <h3>Weekly cycle</h3>
      <CycleDueTimes />
    </>
  );
}

function WorkingWeekdays() {
  const { value, error, isReadOnly, set } = useField(['calendar', 'workingWeekdays']);
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <Checkbox.Group
      label="Working days"
      error={error}
      value={chosen}
      readOnly={isReadOnly}
      onChange={(days) => set(days.map(Number).sort((left, right) => left - right))}
    >
      <div className="choice-row">
        {weekdayNames.map((name, index) => (
          <Checkbox key={name} value={String(index + 1)} label={name.slice(0, 3)} disabled={isReadOnly} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function CycleDueTimes() {
  const { content, isReadOnly, set } = useAgreementForm();
  const { cycle } = content.calendar;
  const free = dueSteps.find(({ step }) => cycle.every((due) => due.step !== step));
  const remove = (at: number) =>
    set(
      ['calendar', 'cycle'],
      cycle.filter((_, index) => index !== at),
    );
  return (
    <>
      <table className="table inset form-table" aria-label="When each step is due">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Due on</th>
            <th scope="col">At</th>
            <th scope="col">
              <span className="visually-hidden">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {cycle.map(({ step }, index) => (
            <tr key={step}>
              <td>
                {step}. {cycleSteps.find((one) => one.step === step)?.name}
              </td>
              <td>
                <ChoiceField
                  path={['calendar', 'cycle', index, 'weekday']}
                  label={`Step ${step}: weekday`}
                  options={weekdayOptions}
                  isNumber
                />
              </td>
              <td>
                <TextField
                  path={['calendar', 'cycle', index, 'time']}
                  label={`Step ${step}: time`}
                  type="time"
                />
              </td>
              <td>
                {!isReadOnly && (
                  <Button variant="subtle" onClick={() => remove(index)} aria-label={`Remove step ${step}`}>
                    Remove
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!isReadOnly && free !== undefined && (
        <Button
          variant="default"
          mt="xs"
          onClick={() =>
            set(
              ['calendar', 'cycle'],
              [...cycle, { step: free.step, weekday: 1, time: '12:00' }].sort(
                (left, right) => left.step - right.step,
              ),
            )
          }
        >
          Add step {free.step}: {free.name}
        </Button>
      )}
      {cycle.length === 0 && (
        <p className="soft">
          No step has a due time: nothing will be late, and {weekdayName(1)} is like any day.
        </p>
      )}
    </>
  );
}
