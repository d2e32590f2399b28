/** What an operator did, in one sentence. */
import { fillText, type TextParams } from '../../preload/contract/faults';
import type { Input } from '../api';
import { isolated } from '../text';
import { sayName } from './guest-words';
import { rawText, rawTexts } from './problem';
import type { HistoryRow } from './undo-order';

/** A change's sentence in this window's language; English where the language lacks it. */
export function changeText(row: Pick<HistoryRow, 'action' | 'params' | 'label'>): string {
  const sentence = rawText(`change.${row.action}`);
  return sentence === undefined ? row.label : fillText(dropEmptyParts(sentence, row.params), isolatedIn(row.params));
}

/** All of them as they are written, for a file in this window's language. */
export function changeSentences(): Input<'guestFiles.ownData'>['changes'] {
  return { sentences: rawTexts('change.'), undone: rawText('undo.undone')!, redone: rawText('undo.redone')! };
}

function isolatedIn(params: TextParams): TextParams {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? isolated(sayName(value)) : value]),
  );
}

/** As in the venue's own table (main): "[ for room {room}]" is left out when there is no room. */
function dropEmptyParts(sentence: string, params: TextParams): string {
  return sentence.replace(/\[([^\]]*\{(\w+)\}[^\]]*)\]/g, (_, part: string, name: string) =>
    name in params ? part : '',
  );
}
