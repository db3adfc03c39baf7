import { Modal, useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useBoundKeys } from './keyboard.ts';
import { keyCaps } from './keys-dialog.tsx';
import type { NavigationSection } from './navigation.ts';
import { type PaletteEntry, searchEntries } from './palette-search.ts';
import { usePartnerEntries } from './partner-entries.ts';
import { signOut } from './session.ts';

type CommandPaletteProps = { isOpen: boolean; onClose: () => void; sections: NavigationSection[] };

/** Pages first, then what the keys of the page can do, then finding an order by its number. */
function usePaletteEntries(sections: NavigationSection[], typed: string): PaletteEntry[] {
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const boundKeys = useBoundKeys();
  const partners = usePartnerEntries();
  const pages = sections.flatMap(({ destinations }) =>
    destinations.map(({ to, label, keys }) => ({
      id: to,
      label,
      hint: keys,
      run: () => void navigate({ to }),
    })),
  );
  const actions = boundKeys
    .filter(({ name }) => name !== 'Everywhere')
    .flatMap(({ name, bindings }) =>
      bindings.map(({ keys, label, run }) => ({ id: `${name} ${keys}`, label, hint: keys, run })),
    );
  const fixed: PaletteEntry[] = [
    {
      id: 'account',
      label: 'Account and second factor',
      hint: '',
      run: () => void navigate({ to: '/account' }),
    },
    { id: 'light', label: 'Light colours', hint: '', run: () => setColorScheme('light') },
    { id: 'dark', label: 'Dark colours', hint: '', run: () => setColorScheme('dark') },
    { id: 'auto', label: 'Colours of the system', hint: '', run: () => setColorScheme('auto') },
    { id: 'sign-out', label: 'Sign out', hint: '', run: () => void signOut() },
  ];
  const found = searchEntries([...pages, ...actions, ...fixed, ...partners], typed);
  const hasOrders = pages.some(({ id }) => id === '/orders');
  if (typed.trim() === '' || !hasOrders) return found;
  const search = typed.trim();
  const findOrder = {
    id: 'find-order',
    label: `Find orders with “${search}”`,
    hint: '',
    run: () => void navigate({ to: '/orders', search: { search } }),
  };
  return [...found, findOrder];
}

function PaletteBody({ sections, onClose }: Omit<CommandPaletteProps, 'isOpen'>) {
  const [typed, setTyped] = useState('');
  const [cursor, setCursor] = useState(0);
  const listId = useId();
  const entries = usePaletteEntries(sections, typed);
  const choose = (entry: PaletteEntry | undefined): void => {
    onClose();
    // After the dialog has given the focus back, so that what opens next may take it.
    if (entry !== undefined) setTimeout(entry.run);
  };
  const move = (step: number): void =>
    setCursor((at) => Math.max(0, Math.min(entries.length - 1, at + step)));

  return (
    <div className="palette">
      <input
        data-autofocus
        value={typed}
        placeholder="Where to, or what to do?"
        role="combobox"
        aria-label="Find a page or an action"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={`${listId}-${cursor}`}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setCursor(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') move(1);
          else if (event.key === 'ArrowUp') move(-1);
          else if (event.key === 'Enter') choose(entries[cursor]);
          else return;
          event.preventDefault();
        }}
      />
      <div id={listId} role="listbox" aria-label="Results" className="palette-list">
        {entries.map((entry, index) => (
          <div
            key={entry.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === cursor}
            onMouseMove={() => setCursor(index)}
            onClick={() => choose(entry)}
            onKeyDown={(event) => event.key === 'Enter' && choose(entry)}
          >
            <span>{entry.label}</span>
            {entry.hint !== '' && <kbd>{keyCaps(entry.hint).join(' ')}</kbd>}
          </div>
        ))}
        {entries.length === 0 && <p className="soft">Nothing has these letters.</p>}
      </div>
    </div>
  );
}

export function CommandPalette({ isOpen, onClose, sections }: CommandPaletteProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={520}
      yOffset="14vh"
      centered={false}
    >
      <PaletteBody sections={sections} onClose={onClose} />
    </Modal>
  );
}
