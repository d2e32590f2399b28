/** Paper for tickets that are sold: a copy from the printer, the screen's own print, an A4 sheet to cut. */
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { client, isDesktop, useAsk, useDo, type Output } from '../api';
import { useNotices } from '../parts/notices';
import { usePrintSaid } from '../parts/printers';
import { ScreenPrint } from './screen-print';

type Picture = Output<'tickets.pictures'>['tickets'][number];

export interface Paper {
  /** A printer is set up that this window can use. */
  readonly hasPrinter: boolean;
  /** The page of the service mode prints through the browser; the application only while it has no printer. */
  readonly offersScreenPrint: boolean;
  /** Prints again, marked as copy. */
  readonly reprint: (guestIds: readonly number[]) => void;
  /** Opens the print dialog of this computer. */
  readonly printFromScreen: (guestIds: readonly number[], copy: boolean) => void;
  /** Saves an A4 sheet of cards as PDF. */
  readonly saveSheet: (guestIds: readonly number[]) => void;
  /** Something of the above is under way. */
  readonly busy: boolean;
}

/** What tickets.pictures draws at once (preload/contract/printers.ts). */
const mostPictures = 50;

const PaperContext = createContext<Paper | undefined>(undefined);

export function usePaper(): Paper {
  const paper = useContext(PaperContext);
  if (!paper) throw new Error('used outside PaperProvider');
  return paper;
}

export function PaperProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const notices = useNotices();
  const sayPrint = usePrintSaid();
  const printers = useAsk('printers.list').data?.rows;
  const usable = printers?.filter(({ usableHere }) => usableHere) ?? [];
  const chosen = usable.find(({ isDefault }) => isDefault) ?? usable[0];
  const paperMm = chosen?.paperMm === 58 ? 58 : 80;
  const { mutate: reprintNow, isPending: isReprinting } = useDo('desk.reprint');
  const [pictures, setPictures] = useState<readonly Picture[]>([]);
  const [drawing, setDrawing] = useState(false);

  const reprint = useCallback(
    (guestIds: readonly number[]) =>
      reprintNow(
        { guestIds: [...guestIds] },
        {
          onSuccess: sayPrint,
          onError: (error) => notices.showProblem(error),
        },
      ),
    [notices, reprintNow, sayPrint],
  );

  const draw = useCallback(
    async (doing: () => Promise<void>) => {
      setDrawing(true);
      try {
        await doing();
      } catch (error) {
        notices.showProblem(error);
      } finally {
        setDrawing(false);
      }
    },
    [notices],
  );

  const printFromScreen = useCallback(
    (guestIds: readonly number[], copy: boolean) =>
      void draw(async () => {
        const asked = { guestIds: guestIds.slice(0, mostPictures), paperMm, copy } as const;
        const { tickets } = await client.tickets.pictures(asked);
        setPictures(tickets);
      }),
    [draw, paperMm],
  );

  const saveSheet = useCallback(
    (guestIds: readonly number[]) =>
      void draw(async () => {
        const { pdf, fileName } = await client.tickets.sheet({ guestIds: [...guestIds] });
        saveFile(pdf, 'application/pdf', fileName);
      }),
    [draw],
  );

  const hasPrinter = chosen !== undefined;
  const paper = useMemo(
    () => ({
      hasPrinter,
      offersScreenPrint: !isDesktop || !hasPrinter,
      reprint,
      printFromScreen,
      saveSheet,
      busy: isReprinting || drawing,
    }),
    [drawing, hasPrinter, isReprinting, printFromScreen, reprint, saveSheet],
  );

  return (
    <PaperContext value={paper}>
      {children}
      {pictures.length > 0 && <ScreenPrint pictures={pictures} onDone={() => setPictures([])} />}
    </PaperContext>
  );
}

/** Hands base64 content to the browser as a download. */
function saveFile(base64: string, type: string, fileName: string): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has been handed over by the time the next task runs.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
