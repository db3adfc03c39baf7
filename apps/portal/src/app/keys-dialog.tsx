import { Modal } from '@mantine/core';
import { useBoundKeys } from './keyboard.ts';

const names: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  PageDown: 'Page ↓',
  PageUp: 'Page ↑',
  Escape: 'Esc',
};

/** The keys of a binding as they are printed on a keyboard. */
export const keyCaps = (keys: string): string[] =>
  keys
    .replace('mod+', 'Ctrl ')
    .split(' ')
    .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key));

/** Every key that works at the moment. */
export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const scopes = useBoundKeys();
  return (
    <Modal opened={isOpen} onClose={onClose} title="Keys" size={560}>
      <div className="keys-list">
        {[...scopes].reverse().map(({ name, bindings }) => (
          <section key={name}>
            <h2>{name}</h2>
            <dl>
              {bindings.map(({ keys, label }) => (
                <div key={keys}>
                  <dt>
                    {keyCaps(keys).map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
