/** The door of a window: its message port is accepted from our own page only, and then speaks the contract. */
import { RPCHandler } from '@orpc/server/message-port';
import type { Router } from '@orpc/server';
import type { IpcMain, IpcMainEvent, MessagePortMain } from 'electron';
import type { Contract } from '../../preload/contract';
import { windowPortWord } from '../../preload/contract/window-port';
import type { ApiContext, Caller } from '../api/caller';
import type { Log } from '../log';

export interface Door {
  readonly api: Router<Contract, ApiContext>;
  /** Calls made earlier wait for it: before, every answer would be about a venue without a database. */
  readonly opened: Promise<void>;
  /** Who acts at this window. */
  readonly caller: Caller;
  /** True for the address of our own page. */
  isOurPage(address: string): boolean;
  readonly log: Log;
}

/** Serves the contract to windows for as long as the application runs. */
export function openDoor(ipcMain: Pick<IpcMain, 'on'>, door: Door): void {
  const handler = new RPCHandler(door.api);
  ipcMain.on(windowPortWord, (event) => {
    const [port] = event.ports;
    if (port === undefined) return;
    if (!isFromOurPage(event, door)) {
      door.log.warn('A message port was refused: it did not come from a page of the application.');
      port.close();
      return;
    }
    void door.opened.then(() => serve(handler, port, door.caller));
  });
}

/** Only the main frame of our own page may call: not a frame in it, not a page that got into a window by accident. */
function isFromOurPage(event: Pick<IpcMainEvent, 'senderFrame'>, door: Pick<Door, 'isOurPage'>): boolean {
  const frame = event.senderFrame;
  // The frame is null once its page is gone.
  return frame !== null && frame.parent === null && door.isOurPage(frame.url);
}

function serve(handler: RPCHandler<ApiContext>, port: MessagePortMain, caller: Caller): void {
  handler.upgrade(port, { context: { caller } });
  port.start();
}
