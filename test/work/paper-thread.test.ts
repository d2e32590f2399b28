/** Tickets drawn beside the windows are the tickets that would be drawn here. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { keepPaperThread, type PaperThread } from '../../main/work/paper-thread';
import { paperMaker, type PapersQuestion } from '../../main/printing/papers';
import { Fault } from '../../preload/contract/faults';
import { buildThread, type BuiltThread } from '../aaa/built-thread';
import { ticketOf } from '../fakes/tickets';

let built: BuiltThread;
beforeAll(async () => {
  built = await buildThread('main/work/thread.ts', 'work-thread');
});
afterAll(() => built.remove());

function start(): PaperThread {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const thread = keepPaperThread(built.file, log, () => 0);
  onTestFinished(() => thread.stop());
  return thread;
}

const question: PapersQuestion = {
  papers: [
    { kind: 'ticket', ticket: ticketOf({ displayName: 'Jürgen Müller' }) },
    { kind: 'report', report: { venueName: 'Hotel', title: 'Shift', language: 'en', sections: [], signature: 'Anna' } },
  ],
  paperMm: 58,
};

test('the same dots go to the printer', async () => {
  const thread = start();
  thread.warmUp();
  expect(Buffer.compare(await thread.encode(question), await paperMaker.encode(question))).toBe(0);
});

test('the same layout goes to the computer’s own printer', async () => {
  expect(await start().layOut(question)).toEqual(await paperMaker.layOut(question));
});

test('after it was stopped the next paper starts it again', async () => {
  const thread = start();
  await thread.encode({ papers: [], paperMm: 80 });
  await thread.stop();
  expect(await thread.encode({ papers: [], paperMm: 80 })).toHaveLength(0);
});

test('what cannot be drawn is an error of the drawing, and the next paper comes', async () => {
  const thread = start();
  const broken = { kind: 'ticket', ticket: null } as never;
  await expect(thread.encode({ papers: [broken], paperMm: 58 })).rejects.toThrow(Fault);
  expect((await thread.encode(question)).length).toBeGreaterThan(1_000);
});
