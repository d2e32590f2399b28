/** The last sold tickets: what became of the paper and the guest, with copy, undo and lock. */
import NoLettersIcon from '@mui/icons-material/FontDownloadOffOutlined';
import LockIcon from '@mui/icons-material/LockOutlined';
import UnlockIcon from '@mui/icons-material/LockOpenOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import RedoIcon from '@mui/icons-material/Redo';
import UndoIcon from '@mui/icons-material/Undo';
import ScreenIcon from '@mui/icons-material/DesktopWindowsOutlined';
import { Box, ButtonBase, Chip, IconButton, Stack, Tooltip, Typography } from '@mui/material';
import { Fragment, memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, type Output } from '../api';
import type { UseQueryResult } from '@tanstack/react-query';
import { Answer } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { useNow } from '../parts/now';
import { useMayTakeBack } from '../parts/who';
import { CodeText } from './code-text';
import { useGuestLock } from '../parts/guest-lock';
import { usePaper } from '../parts/paper';
import { paperOfTicket } from './paper-state';
import { PaperIcon, usePaperWords } from './paper-words';
import { cutAtItsEnd, Parts } from '../parts/facts';
import type { TicketRow } from './rows';
import { SideList } from './side-list';
import { TakeBackAlert, useBringBack, useTakeBack } from './take-back';

/** A morning's worth; older ones are found by search. */
const shownTickets = 40;
/** How late the list may notice that a new day has begun. */
const midnightCheckMs = 60_000;

/** The list that the side shows and the sold panel follows. */
export function useLastTickets(): UseQueryResult<Output<'desk.tickets'>> {
  return useAsk('desk.tickets', { limit: shownTickets });
}

interface LastTicketsProps {
  readonly onOpenGuest: (guestId: number) => void;
}

/** Kept from drawing again while a room is typed: a press must reach the venue before anything else is done. */
export const LastTickets = memo(function LastTickets({ onOpenGuest }: LastTicketsProps): ReactNode {
  const { t } = useTranslation();
  const tickets = useLastTickets();
  return (
    <SideList title={t('desk.last-tickets')}>
      <Answer of={tickets}>{({ rows }) => <TicketDays rows={rows} onOpenGuest={onOpenGuest} />}</Answer>
    </SideList>
  );
});

function TicketDays(props: { readonly rows: readonly TicketRow[]; readonly onOpenGuest: (guestId: number) => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const today = formats.day(useNow(midnightCheckMs));
  const days = Map.groupBy(props.rows, (row) => formats.day(row.soldAtMs));
  return (
    <>
      {!days.has(today) && (
        <Typography variant="body2" sx={{ color: 'text.secondary', px: 1, py: 1 }}>
          {t('desk.no-tickets-today')}
        </Typography>
      )}
      {[...days].map(([day, rows]) => (
        <Fragment key={day}>
          {day !== today && (
            <Typography
              variant="caption"
              component="h3"
              sx={{ color: 'text.secondary', fontWeight: 600, px: 1, pt: 1 }}
            >
              {day}
            </Typography>
          )}
          <Box component="ul" aria-label={day} sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {rows.map((row) => (
              // A guest who is recharged stands here more than once.
              <li key={`${row.changeId} ${row.guestId}`}>
                <TicketLine row={row} onOpenGuest={props.onOpenGuest} />
              </li>
            ))}
          </Box>
        </Fragment>
      ))}
    </>
  );
}

interface TicketLineProps {
  readonly row: TicketRow;
  readonly onOpenGuest: (guestId: number) => void;
}

const TicketLine = memo(function TicketLine({ row, onOpenGuest }: TicketLineProps): ReactNode {
  const takeBack = useTakeBack();
  return (
    <Box sx={{ borderRadius: 1, '&:hover': { bgcolor: 'background.sunken' } }} data-testid={`ticket-${row.guestId}`}>
      <Stack direction="row" sx={{ alignItems: 'center' }}>
        <TicketWords row={row} onOpen={() => onOpenGuest(row.guestId)} />
        <TicketActions row={row} takeBack={takeBack} />
      </Stack>
      {takeBack.question && (
        <Box sx={{ px: 1, pb: 1 }}>
          <TakeBackAlert takeBack={takeBack} />
        </Box>
      )}
    </Box>
  );
});

function TicketWords({ row, onOpen }: { readonly row: TicketRow; readonly onOpen: () => void }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const paper = paperOfTicket(row.print);
  const words = usePaperWords()(paper);
  return (
    <ButtonBase
      onClick={onOpen}
      // A sale that is taken back has no guest any more.
      disabled={row.undone}
      sx={{
        fontFamily: 'inherit',
        flex: 1,
        minWidth: 0,
        minHeight: 56,
        px: 1,
        py: 0.5,
        display: 'block',
        textAlign: 'start',
        borderRadius: 1,
      }}
    >
      <Stack component="span" direction="row" sx={{ gap: 0.75, alignItems: 'center', minWidth: 0 }}>
        <TicketName row={row} />
        <TicketMarks row={row} />
        {words && paper.kind !== 'printed' && (
          <Tooltip title={[words.sentence, words.remedy].filter(Boolean).join(' ')}>
            <Box
              component="span"
              role="img"
              aria-label={words.sentence}
              sx={{ color: words.color, display: 'inline-flex' }}
            >
              <PaperIcon state={paper} size={18} />
            </Box>
          </Tooltip>
        )}
        {row.print.missingLetters !== undefined && <Boxes letters={row.print.missingLetters} />}
      </Stack>
      <Typography component="span" variant="caption" noWrap sx={{ display: 'block', color: 'text.secondary' }}>
        <Parts
          parts={[
            formats.time(row.soldAtMs),
            row.room === undefined ? undefined : t('desk.room-is', { room: row.room }),
            row.displayName,
            row.undone ? formats.money(row.priceMinor, row.currency) : row.productName,
          ]}
        />
      </Typography>
    </ButtonBase>
  );
}

/** Its paper has boxes where a name has letters that this computer lacks. */
function Boxes({ letters }: { readonly letters: string }): ReactNode {
  const { t } = useTranslation();
  const sentence = t('print.missing-letters', { letters });
  return (
    <Tooltip title={sentence}>
      <Box
        component="span"
        role="img"
        aria-label={sentence}
        sx={{ color: 'warning.main', display: 'inline-flex', flexShrink: 0 }}
      >
        <NoLettersIcon sx={{ fontSize: 18 }} />
      </Box>
    </Tooltip>
  );
}

/** The code; of a sale that is taken back the venue keeps only what was sold. */
function TicketName({ row }: { readonly row: TicketRow }): ReactNode {
  if (!row.undone) return <CodeText code={row.code} sx={{ whiteSpace: 'nowrap' }} />;
  return (
    <Typography
      component="span"
      noWrap
      dir="auto"
      sx={{ ...cutAtItsEnd, color: 'text.secondary', textDecoration: 'line-through' }}
    >
      {row.productName}
    </Typography>
  );
}

/** At most one word of standing: taken back, locked, online, used. */
function TicketMarks({ row }: { readonly row: TicketRow }): ReactNode {
  const { t } = useTranslation();
  const chip = (label: string, color: 'default' | 'success' | 'warning' | 'error'): ReactNode => (
    <Chip component="span" size="small" variant="outlined" color={color} label={label} sx={{ height: 20 }} />
  );
  if (row.undone) return chip(t('desk.taken-back-mark'), 'warning');
  return (
    <>
      {row.locked && chip(t('desk.locked'), 'error')}
      {row.online ? chip(t('desk.online'), 'success') : row.used && chip(t('desk.used'), 'default')}
    </>
  );
}

function TicketActions({
  row,
  takeBack,
}: {
  readonly row: TicketRow;
  readonly takeBack: ReturnType<typeof useTakeBack>;
}) {
  const { t } = useTranslation();
  const bringBack = useBringBack();
  const mayTakeBack = useMayTakeBack()(row.operatorName);
  return (
    <Stack direction="row" sx={{ flexShrink: 0 }}>
      {!row.undone && <PaperAction row={row} />}
      {!row.undone && <LockAction row={row} />}
      {/* One button for both ways, so that the keyboard stays on it. */}
      {mayTakeBack && (
        <Action
          label={
            row.undone
              ? t('desk.bring-back-product', { product: row.productName })
              : t('desk.undo-code', { code: row.code })
          }
          hint={row.undone ? t('desk.bring-back') : t('desk.undo')}
          onClick={() => (row.undone ? bringBack(row.changeId) : takeBack.request(row.changeId, true))}
        >
          {row.undone ? <RedoIcon fontSize="small" /> : <UndoIcon fontSize="small" />}
        </Action>
      )}
    </Stack>
  );
}

/** A copy from the printer; where there is none, from the screen. */
function PaperAction({ row }: { readonly row: TicketRow }): ReactNode {
  const { t } = useTranslation();
  const paper = usePaper();
  if (!(paper.hasPrinter ? paper.offersReprint : paper.offersScreenPrint)) return null;
  return paper.hasPrinter ? (
    <Action
      label={t('desk.reprint-code', { code: row.code })}
      hint={t('desk.reprint-hint')}
      onClick={() => paper.reprint([row.guestId])}
    >
      <PrintIcon fontSize="small" />
    </Action>
  ) : (
    <Action
      label={t('desk.print-from-screen-code', { code: row.code })}
      hint={t('desk.print-from-screen')}
      onClick={() => paper.printFromScreen([row.guestId], true)}
    >
      <ScreenIcon fontSize="small" />
    </Action>
  );
}

function LockAction({ row }: { readonly row: TicketRow }): ReactNode {
  const { t } = useTranslation();
  const lock = useGuestLock();
  return (
    <Action
      label={row.locked ? t('desk.unlock-code', { code: row.code }) : t('desk.lock-code', { code: row.code })}
      hint={row.locked ? t('desk.unlock-hint') : t('desk.lock-hint')}
      onClick={() => lock.run({ id: row.guestId, locked: !row.locked })}
    >
      {row.locked ? <UnlockIcon fontSize="small" /> : <LockIcon fontSize="small" />}
    </Action>
  );
}

interface ActionProps {
  readonly label: string;
  readonly hint: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Action({ label, hint, onClick, children }: ActionProps): ReactNode {
  return (
    <Tooltip title={hint}>
      <IconButton aria-label={label} onClick={onClick} sx={{ minWidth: 40 }}>
        {children}
      </IconButton>
    </Tooltip>
  );
}
