/** What the launcher tells the person who started it. */

let stream = process.stdout;

/** For the terminal command, whose standard output is JSON and nothing else. */
export function sayOnStandardError() {
  stream = process.stderr;
}

/** One line of progress. */
export function say(line) {
  stream.write(`Gatehouse: ${line}\n`);
}

/** Ends the command with a sentence instead of a stack: something outside the launcher is not as it should be. */
export class Stop extends Error {}
