/** Files that a window makes, handed over as a download. */

/** Hands base64 content to the browser as a download. */
export function saveFile(base64: string, type: string, fileName: string): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  saveBlob(new Blob([bytes], { type }), fileName);
}

/** Text as UTF-8, with the mark by which spreadsheets know it. */
export function saveText(text: string, type: string, fileName: string): void {
  saveBlob(new Blob(['\uFEFF', text], { type }), fileName);
}

/** Any content. */
export function saveBlob(content: Blob, fileName: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has been handed over by the time the next task runs.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
