/** The keys of the desk, from wherever the focus is on it. */
import { useEffect, useRef } from 'react';
import { isOverlayOpen } from '../parts/overlay';

export interface DeskKeys {
  /** F1…F12; returns whether a product sits on that key. */
  readonly onFunctionKey: (number: number) => boolean;
  /** Ctrl+F, or / outside a text field. */
  readonly onSearch: () => void;
  readonly onEscape: () => void;
}

/** 1…12 for F1…F12 without modifiers, else undefined. */
export function functionKeyOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return undefined;
  const match = /^F([1-9]|1[0-2])$/.exec(event.key);
  return match ? Number(match[1]) : undefined;
}

/** Listens while the desk is on screen; a dialog above it keeps its own keys. */
export function useDeskKeys(keys: DeskKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.isComposing || isOverlayOpen()) return;
      const functionKey = functionKeyOf(event);
      if (functionKey !== undefined) sellByKey(event, functionKey);
      else if (isSearchKey(event)) {
        event.preventDefault();
        latest.current.onSearch();
      } else if (event.key === 'Escape' && !event.defaultPrevented) latest.current.onEscape();
    }
    function sellByKey(event: KeyboardEvent, functionKey: number): void {
      // A key that is held down repeats; only its first event is a press. The browser must not act on either (F5, F11).
      const taken = event.repeat || latest.current.onFunctionKey(functionKey);
      if (taken || functionKey === 1) event.preventDefault();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function isSearchKey(event: KeyboardEvent): boolean {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) return event.key.toLowerCase() === 'f';
  return event.key === '/' && !event.ctrlKey && !event.altKey && !event.metaKey && !isTyping(event.target);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, input, select'));
}
