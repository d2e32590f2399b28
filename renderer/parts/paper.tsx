/** Paper for tickets that are sold: a copy from the printer, the screen's own print, an A4 sheet to cut. */
import { createContext, useContext, useState, type ReactNode } from 'react';
import { client, isDesktop, useAsk, useDo, type Output } from '../api';
import { usePrintSaid } from './printers';
import { saveFile } from './save-file';
import { useMay } from './who';
import { useOneAtATime } from './one-at-a-time';
import { ScreenPrint } from './screen-print';

type Picture = Output<'tickets.pictures'>['tickets'][number];

export interface Paper {
  /** A printer is set up that this window can use. */
  readonly hasPrinter: boolean;
  /** … and the operator may print tickets again. */
  readonly offersReprint: boolean;
  /** The page of the service mode prints through the browser; the application only while it has no printer. */
  readonly offersScreenPrint: boolean;
  /** An A4 sheet to cut. */
  readonly offersSheet: boolean;
  /** Prints again, marked as copy. */
  readonly reprint: (guestIds: readonly number[]) => void;
  /** Opens the print dialog of this computer. */
  readonly printFromScreen: (guestIds: readonly number[], copy: boolean) => void;
  /** Saves an A4 sheet of cards as PDF. */
  readonly saveSheet: (guestIds: readonly number[]) => void;
}

/** What tickets.pictures draws at once (preload/contract/printers.ts); a sale is never more (desk.ts). */
const mostPictures = 50;

const PaperContext = createContext<Paper | undefined>(undefined);

export function usePaper(): Paper {
  const paper = useContext(PaperContext);
  if (!paper) throw new Error('used outside PaperProvider');
  return paper;
}

export function PaperProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const sayPrint = usePrintSaid();
  const oneAtATime = useOneAtATime();
  const mayPrint = useMay('print');
  const mayReprint = useMay('reprint');
  const { mutateAsync: reprint } = useDo('desk.reprint');
  const [pictures, setPictures] = useState<readonly Picture[]>([]);
  const usable = useAsk('printers.list').data?.rows.filter(({ usableHere }) => usableHere) ?? [];
  const printer = usable.find(({ isDefault }) => isDefault) ?? usable[0];
  const hasPrinter = printer !== undefined;
  const paperMm = printer?.paperMm === 58 ? 58 : 80;

  const paper: Paper = {
    hasPrinter,
    offersReprint: hasPrinter && mayReprint,
    offersScreenPrint: mayPrint && (!isDesktop || !hasPrinter),
    offersSheet: mayPrint,
    reprint: (guestIds) => oneAtATime(async () => sayPrint(await reprint({ guestIds: [...guestIds] }))),
    printFromScreen: (guestIds, copy) =>
      oneAtATime(async () => {
        const { tickets } = await client.tickets.pictures({ guestIds: guestIds.slice(0, mostPictures), paperMm, copy });
        setPictures(tickets);
      }),
    saveSheet: (guestIds) =>
      oneAtATime(async () => {
        const { pdf, fileName } = await client.tickets.sheet({ guestIds: [...guestIds] });
        saveFile(pdf, 'application/pdf', fileName);
      }),
  };
  return (
    <PaperContext value={paper}>
      {children}
      {pictures.length > 0 && <ScreenPrint pictures={pictures} onDone={() => setPictures([])} />}
    </PaperContext>
  );
}
