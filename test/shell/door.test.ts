import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os, type Router } from '@orpc/server';
import type { IpcMain } from 'electron';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ApiContext } from '../../main/api/caller';
import { windowCaller } from '../../main/api/caller';
import { isAppPage } from '../../main/shell/app-protocol';
import { openDoor } from '../../main/shell/door';
import type { Contract } from '../../preload/contract';
import { windowPortWord } from '../../preload/contract/window-port';
import { builtInRole } from '../fakes/roles';

const page = { url: 'app://gatehouse/index.html', parent: null };

describe('the door of the window', () => {
  let ipcMain: EventEmitter;
  let warnings: string[];
  let channels: MessageChannel[];
  const caller = windowCaller();
  let opened: Promise<void>;
  let open: () => void;

  beforeEach(() => {
    opened = new Promise((resolve) => (open = resolve));
    ipcMain = new EventEmitter();
    warnings = [];
    channels = [];
    openDoor(ipcMain as unknown as IpcMain, {
      // Who calls is all that this test wants to know.
      api: {
        who: os.$context<ApiContext>().handler(({ context }) => context.caller.signedIn()?.name ?? 'nobody'),
      } as unknown as Router<Contract, ApiContext>,
      opened,
      caller,
      isOurPage: isAppPage,
      log: { info: () => undefined, warn: (message) => warnings.push(message), error: () => undefined },
    });
  });
  afterEach(() => channels.forEach(({ port1 }) => port1.close()));

  /** What a page does: hands over one end and keeps the other. */
  function knock(senderFrame: object | null): MessagePort {
    const channel = new MessageChannel();
    channels.push(channel);
    ipcMain.emit(windowPortWord, { ports: [channel.port2], senderFrame, sender: {} });
    return channel.port1;
  }
  const ask = (port: MessagePort): Promise<unknown> =>
    createORPCClient<{ who: () => Promise<unknown> }>(new RPCLink({ port: port })).who();

  test('answers the page of the application, as the operator who is signed in there', async () => {
    open();
    const port = knock(page);
    expect(await ask(port)).toBe('nobody');
    caller.signIn({ operatorId: 1, name: 'Olivia', role: builtInRole('owner') });
    expect(await ask(port)).toBe('Olivia');
    caller.signOut();
    expect(await ask(port)).toBe('nobody');
    expect(warnings).toEqual([]);
  });

  test('answers a page that came while the database was still being opened, and not before it is', async () => {
    let answered = false;
    const answer = ask(knock(page)).finally(() => (answered = true));
    // Another port goes the same way, so that what was going to be answered would have been.
    const { port1, port2 } = new MessageChannel();
    const echo = new Promise((resolve) => port2.once('message', resolve));
    port1.postMessage('echo');
    await echo;
    port1.close();
    expect(answered).toBe(false);
    open();
    expect(await answer).toBe('nobody');
  });

  test.each([
    ['a page from elsewhere', { url: 'https://example.com/', parent: null }],
    ['a page that only looks like ours', { url: 'app://gatehouse.example/index.html', parent: null }],
    ['a frame inside our page', { url: 'app://gatehouse/index.html', parent: page }],
    ['a page that is gone', null],
  ])('stays closed to %s', async (_name, frame) => {
    const closed = new Promise((resolve) => knock(frame).once('close', () => resolve('closed')));
    expect(await closed).toBe('closed');
    expect(warnings).toHaveLength(1);
  });

  test('does not mind a knock without a port', () => {
    expect(() => ipcMain.emit(windowPortWord, { ports: [], senderFrame: page, sender: {} })).not.toThrow();
  });
});
