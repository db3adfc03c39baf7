import { Textarea } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { type MentionQuery, mentionAt, type Person, suggestPeople, writeMention } from './mentions.ts';

type MessageFieldProps = {
  value: string;
  people: readonly Person[];
  visibility: 'internal' | 'shared';
  hasFocus: boolean;
  placeholder: string;
  onChange: (body: string) => void;
  onSubmit: () => void;
};

/** A message; @ offers names, Ctrl+Enter sends. */
export function MessageField(props: MessageFieldProps) {
  const { value, people, visibility, hasFocus, placeholder, onChange, onSubmit } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [query, setQuery] = useState<MentionQuery>();
  const [place, setPlace] = useState(0);
  const offered = query === undefined ? [] : suggestPeople(people, { text: query.text, visibility });
  const choose = (person: Person | undefined): void => {
    if (query === undefined || person === undefined) return;
    const caret = field.current?.selectionStart ?? value.length;
    const written = writeMention(value, { query, caret, name: person.name });
    onChange(written.body);
    setQuery(undefined);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(written.caret, written.caret);
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSubmit();
    } else if (offered.length > 0 && /^(ArrowDown|ArrowUp)$/.test(event.key)) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setPlace((before) => (before + step + offered.length) % offered.length);
    } else if (offered.length > 0 && /^(Enter|Tab)$/.test(event.key)) {
      event.preventDefault();
      choose(offered[place] ?? offered[0]);
    } else if (event.key === 'Escape') {
      if (query === undefined) field.current?.blur();
      setQuery(undefined);
    }
  };
  return (
    <div className="message-field">
      <Textarea
        ref={field}
        aria-label="Message"
        autosize
        minRows={2}
        maxRows={10}
        maxLength={8000}
        autoFocus={hasFocus}
        placeholder={placeholder}
        value={value}
        onKeyDown={onKeyDown}
        onBlur={() => setQuery(undefined)}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          setQuery(mentionAt(event.currentTarget.value, event.currentTarget.selectionStart));
          setPlace(0);
        }}
        data-testid="message"
      />
      {offered.length > 0 && (
        <div className="mention-list" role="listbox" aria-label="People">
          {offered.map((person, index) => (
            <div
              key={person.userId}
              role="option"
              tabIndex={-1}
              aria-selected={index === place}
              // Before the field loses the focus and the list goes away.
              onPointerDown={(event) => {
                event.preventDefault();
                choose(person);
              }}
            >
              {person.name} <span className="soft">{person.organisationName}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
