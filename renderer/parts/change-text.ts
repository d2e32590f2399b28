/** What an operator did, in one sentence. */
import { fillText, type TextParams } from '../../preload/contract/faults';
import { rawText } from './problem';
import type { HistoryRow } from './undo-order';

/** A change's sentence in this window's language; English where the language lacks it. */
export function changeText(row: Pick<HistoryRow, 'action' | 'params' | 'label'>): string {
  const sentence = rawText(`change.${row.action}`);
  return sentence === undefined ? row.label : fillText(dropEmptyParts(sentence, row.params), row.params);
}

/** As in the venue's own table (main): "[ for room {room}]" is left out when there is no room. */
function dropEmptyParts(sentence: string, params: TextParams): string {
  return sentence.replace(/\[([^\]]*\{(\w+)\}[^\]]*)\]/g, (_, part: string, name: string) =>
    name in params ? part : '',
  );
}
