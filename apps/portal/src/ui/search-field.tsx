import { CloseButton, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useKeys } from '../app/keyboard.ts';

const settleMs = 250;

type SearchFieldProps = { value: string; onChange: (value: string) => void; placeholder: string };

/** Search as you type, a moment after the last key; `/` goes there, Escape leaves. */
export function SearchField({ value, onChange, placeholder }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const told = useRef(value);
  useKeys('Lists', [{ keys: '/', label: 'Search', run: () => field.current?.focus() }]);

  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      onChange(text);
    }, settleMs);
    return () => clearTimeout(timer);
  }, [text, onChange]);

  return (
    <TextInput
      ref={field}
      type="search"
      w={230}
      value={text}
      placeholder={placeholder}
      aria-label={placeholder}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
      rightSection={
        text === '' ? <kbd>/</kbd> : <CloseButton size="xs" aria-label="Clear" onClick={() => setText('')} />
      }
    />
  );
}
