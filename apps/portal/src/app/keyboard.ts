import { useEffect, useRef, useSyncExternalStore } from 'react';

/** `keys` is one key (`j`, `Enter`, `?`), a chord (`mod+k`) or a sequence of two (`g p`). */
export type KeyBinding = { keys: string; label: string; run: () => void };
export type KeyPress = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean };

const sequenceMs = 900;

/** The name that a key press has in a binding; the shift key is part of the character itself. */
export function nameOfPress({ key, ctrlKey, metaKey, altKey }: KeyPress): string {
  const name = key.length === 1 && key !== ' ' ? key.toLowerCase() : key === ' ' ? 'Space' : key;
  return `${altKey ? 'alt+' : ''}${ctrlKey || metaKey ? 'mod+' : ''}${name}`;
}

/** The binding that a press completes; `prefix` is the first key of a sequence, typed just before. */
export function findBinding(
  bindings: readonly KeyBinding[],
  press: string,
  prefix: string | undefined,
): KeyBinding | undefined {
  const wanted = prefix === undefined ? press : `${prefix} ${press}`;
  return bindings.find(({ keys }) => keys === wanted);
}

/** Works from everywhere; all other keys belong to the field or the dialog that has the focus. */
const pressesEverywhere: ReadonlySet<string> = new Set(['mod+k']);

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

type Scope = { name: string; read: () => readonly KeyBinding[] };
const scopes = new Set<Scope>();
const listeners = new Set<() => void>();
let snapshot: readonly { name: string; bindings: readonly KeyBinding[] }[] = [];
let prefix: { key: string; at: number } | undefined;

function refresh(): void {
  snapshot = [...scopes].map(({ name, read }) => ({ name, bindings: read() }));
  for (const listener of listeners) listener();
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const press = nameOfPress(event);
  const isInDialog = document.querySelector('[role="dialog"]') !== null;
  if ((isInDialog || isTyping(event.target)) && !pressesEverywhere.has(press)) return;
  const target = event.target;
  const isControl = target instanceof HTMLElement && target.closest('button, a, [role="menuitem"]') !== null;
  if (isControl && (press === 'Enter' || press === 'Space')) return;
  const started = prefix !== undefined && event.timeStamp - prefix.at < sequenceMs ? prefix.key : undefined;
  prefix = undefined;
  const all = [...scopes].reverse().flatMap((scope) => scope.read());
  const binding = findBinding(all, press, started) ?? findBinding(all, press, undefined);
  if (binding !== undefined) {
    event.preventDefault();
    binding.run();
  } else if (all.some(({ keys }) => keys.startsWith(`${press} `))) {
    prefix = { key: press, at: event.timeStamp };
  }
}

/** Binds keys while the component is shown; later scopes win. The `?` dialog lists them under the scope's name. */
export function useKeys(name: string, bindings: readonly KeyBinding[]): void {
  const current = useRef(bindings);
  current.current = bindings;
  useEffect(() => {
    const scope: Scope = { name, read: () => current.current };
    if (scopes.size === 0) window.addEventListener('keydown', onKeyDown);
    scopes.add(scope);
    refresh();
    return () => {
      scopes.delete(scope);
      if (scopes.size === 0) window.removeEventListener('keydown', onKeyDown);
      refresh();
    };
  }, [name]);
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** All keys bound at the moment, for the `?` dialog. */
export const useBoundKeys = (): typeof snapshot => useSyncExternalStore(subscribe, () => snapshot);
