/** The page of the window that shows an update: a title, a line, a bar and a calm sentence; no script, nothing fetched. */
import type { Language } from '../../preload/contract/base';
import type { ShellText } from './text';
import { escapeHtml } from './ticket-items';

const LINE_ID = 'line';
const BAR_ID = 'bar';

/** What the page shows of one step. */
export interface UpdateView {
  /** "Step 2 of 6: …" */
  readonly line: string;
  readonly step: number;
  readonly of: number;
}

/** @param nonce random, for this page only: no other style is applied */
export function updatePageHtml(text: ShellText, language: Language, nonce: string): string {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Gatehouse</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<h1 id="title">${escapeHtml(text.updateTitle)}</h1>
<progress id="${BAR_ID}" aria-labelledby="title"></progress>
<p id="${LINE_ID}" role="status"></p>
<p>${escapeHtml(text.updateCalm)}</p>
</main>
</body>
</html>
`;
}

/** What the main process runs in the page to show a step: the page itself may run nothing. */
export function showStepScript({ line, step, of }: UpdateView): string {
  // One more than there are: the bar is neither empty at the first step nor full before the last has ended.
  return `{
    const bar = document.getElementById('${BAR_ID}');
    bar.max = ${of + 1};
    bar.value = ${step};
    document.getElementById('${LINE_ID}').textContent = ${JSON.stringify(line)};
  }`;
}

/** The colours of renderer/theme.ts, which this page cannot load. */
const STYLE = `
:root { color-scheme: light dark; --paper: #f3f6f7; --ink: #13242a; --soft: #4a5c63; --groove: #d4dee1; --bar: #0b6470; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0d1517; --ink: #ecf3f4; --soft: #a8babf; --groove: #26363b; --bar: #5cc6d0; }
}
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; cursor: default; user-select: none; }
main { display: grid; gap: 14px; padding: 28px 32px; }
h1 { font-size: 20px; line-height: 1.3; font-weight: 600; }
p { color: var(--soft); }
p[role] { color: var(--ink); min-height: 1.5em; }
progress { appearance: none; display: block; width: 100%; height: 8px; border: 0; border-radius: 4px; overflow: hidden; background: var(--groove); }
progress::-webkit-progress-bar { background: var(--groove); }
progress::-webkit-progress-value {
  background: linear-gradient(90deg, transparent, rgb(255 255 255 / 45%), transparent) 0 0 / 240px 100% no-repeat var(--bar);
  border-radius: 4px;
  transition: inline-size 0.4s;
  animation: pass 2s linear infinite;
}
@keyframes pass { from { background-position: -240px 0; } to { background-position: 520px 0; } }
@media (prefers-reduced-motion: reduce) { progress::-webkit-progress-value { animation: none; transition: none; } }
`;
