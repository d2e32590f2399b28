/** Tickets as pages of the browser's print dialog: each page is exactly as large as its ticket. */
import { GlobalStyles } from '@mui/material';
import { useEffect, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Output } from '../api';

type Picture = Output<'tickets.pictures'>['tickets'][number];

interface ScreenPrintProps {
  readonly pictures: readonly Picture[];
  /** The dialog was closed, printed or not: a browser does not tell which. */
  readonly onDone: () => void;
}

const areaClass = 'ticket-paper';
const pageOf = (at: number): string => `ticket-${at}`;

/** Opens the print dialog once all pictures are ready to be drawn. */
export function ScreenPrint({ pictures, onDone }: ScreenPrintProps): ReactNode {
  const { t } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });

  useEffect(() => {
    let gone = false;
    const images = [...(area.current?.querySelectorAll('img') ?? [])];
    // A picture that cannot be decoded leaves a blank page, which is better than no dialog at all.
    void Promise.allSettled(images.map((image) => image.decode())).then(() => {
      if (gone) return;
      window.addEventListener('afterprint', () => done.current(), { once: true });
      window.print();
    });
    return () => {
      gone = true;
    };
  }, [pictures]);

  return createPortal(
    <>
      <GlobalStyles styles={pageStyles(pictures)} />
      <div className={areaClass} ref={area}>
        {pictures.map((picture, at) => (
          <img
            key={picture.guestId ?? at}
            src={`data:image/png;base64,${picture.png}`}
            alt={t('desk.ticket-picture', { number: at + 1 })}
            style={{ width: `${picture.widthMm}mm`, height: `${picture.heightMm}mm`, page: pageOf(at) }}
          />
        ))}
      </div>
    </>,
    document.body,
  );
}

/** On screen nothing is seen; on paper nothing else is. */
function pageStyles(pictures: readonly Picture[]): Record<string, object> {
  const pages = Object.fromEntries(
    pictures.map(({ widthMm, heightMm }, at) => [
      `@page ${pageOf(at)}`,
      { size: `${widthMm}mm ${heightMm}mm`, margin: 0 },
    ]),
  );
  return {
    [`.${areaClass}`]: { display: 'none' },
    ...pages,
    '@media print': {
      // The window's own height of 100 % would add an empty page.
      'html, body': { height: 'auto !important', margin: '0 !important', background: '#ffffff !important' },
      [`body > :not(.${areaClass})`]: { display: 'none !important' },
      [`.${areaClass}`]: { display: 'block' },
      [`.${areaClass} img`]: { display: 'block', breakInside: 'avoid', breakAfter: 'page' },
      [`.${areaClass} img:last-of-type`]: { breakAfter: 'auto' },
    },
  };
}
