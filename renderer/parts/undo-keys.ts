/** Which way Ctrl+Z and Ctrl+Y (Ctrl+Shift+Z) ask for; inside a text field they stay the field's own. */
export type Way = 'undo' | 'redo';

export function wayAsked(event: KeyboardEvent): Way | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.repeat || isTyping(event.target)) return undefined;
  const key = event.key.toLowerCase();
  if (key === 'y' || (key === 'z' && event.shiftKey)) return 'redo';
  return key === 'z' ? 'undo' : undefined;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('textarea, input:not([type=checkbox], [type=radio], [type=button])'))
  );
}
