/** The page electron-pos-printer fills: it runs with Node's rights, so it lets in one script and no content. */
import { pathToFileURL } from 'node:url';
import { families, type Typeface } from '../printing/fonts';
import { printableMm } from '../printing/layout';
import type { PaperMm } from '../printing/ticket';
import { escapeHtml } from './ticket-items';

export interface PrintPage {
  /** Name of the job in the printer's queue. */
  readonly title: string;
  readonly language: string;
  readonly paperMm: PaperMm;
  /** The library's own script, a file. */
  readonly script: string;
  /** Where that script finds its modules; it looks for them from the page's folder on, which has none. */
  readonly modulePaths: readonly string[];
  readonly typefaces: readonly Typeface[];
  /** Random, for this page only. */
  readonly nonce: string;
}

/**
 * HTML of the page. Only the script with the nonce runs and nothing is fetched, so that a value that should ever get
 * past the escaping stays a picture of text. The rules on html and body keep a second, blank page from coming out.
 */
export function printPageHtml({ title, language, paperMm, script, modulePaths, typefaces, nonce }: PrintPage): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:; font-src file:`;
  const sideMm = (paperMm - printableMm[paperMm]) / 2;
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(title)}</title>
<style nonce="${nonce}">
${typefaces.map(typefaceStyle).join('\n')}
@page { margin: 0; }
:root { --words: ${families.words}, sans-serif; --code: ${families.code}, monospace; }
html, body { margin: 0; }
body { padding-bottom: 2px; background: #fff; color: #000; }
#main { display: flow-root; box-sizing: border-box; padding: 0 ${sideMm}mm; text-rendering: geometricPrecision; }
#typefaces { position: absolute; top: 0; height: 0; overflow: hidden; visibility: hidden; }
img { display: block; image-rendering: pixelated; }
</style>
<script nonce="${nonce}">module.paths = ${scriptJson(modulePaths)};</script>
<script nonce="${nonce}" defer src="${escapeHtml(pathToFileURL(script).href)}"></script>
</head>
<body>
<section id="main"></section>
<div id="typefaces">${typefaces.map((_, index) => `<i class="t${index}">A</i>`).join('')}</div>
<script nonce="${nonce}">void document.body.offsetHeight;</script>
</body>
</html>
`;
}

/** JSON that may stand in a script element: nothing in it can end the element (HTML §4.12.1.3). */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

/**
 * A typeface is fetched once text wants it. Each is wanted by a hidden letter, and the layout is forced while the page
 * still loads, so that "loaded" includes the typefaces: the library measures the height of the paper right after it.
 */
function typefaceStyle({ family, weight, file }: Typeface, index: number): string {
  const src = `url("${pathToFileURL(file).href}")`;
  return `@font-face { font-family: "${family}"; font-weight: ${weight}; src: ${src}; }
.t${index} { font: ${weight} 1px "${family}"; }`;
}
