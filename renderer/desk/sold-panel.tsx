/** What has just been sold: the code at once and large, its sentence, the paper, and the ways back. */
import CloseIcon from '@mui/icons-material/Close';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import RedoIcon from '@mui/icons-material/Redo';
import UndoIcon from '@mui/icons-material/Undo';
import SheetIcon from '@mui/icons-material/GridOnOutlined';
import ScreenIcon from '@mui/icons-material/DesktopWindowsOutlined';
import {
  Alert,
  Box,
  Button,
  Chip,
  IconButton,
  LinearProgress,
  Paper as Surface,
  Stack,
  Typography,
} from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../parts/copy-button';
import { useFormats } from '../parts/formats';
import { useMay } from '../parts/who';
import { spellOut } from './code-groups';
import { ChangeDue } from './change-due';
import { CodeText } from './code-text';
import { heardOnly } from './heard-only';
import { usePaper } from '../parts/paper';
import { paperOfSale, type PaperState } from './paper-state';
import { PaperIcon, usePaperWords } from './paper-words';
import type { SaleAnswer, TicketRow } from './rows';
import type { Press, SaleState } from './sale-state';
import { TakeBackAlert, useBringBack, useTakeBack, type TakeBack } from './take-back';

/** A sale and what has become of it since. */
interface Sold {
  readonly press: Press;
  readonly answer: SaleAnswer;
  readonly undone: boolean;
  readonly paper: PaperState;
}

function soldNow({ press, answer }: NonNullable<SaleState['sold']>, tickets: readonly TicketRow[]): Sold {
  const rows = tickets.filter((row) => row.changeId === answer.changeId);
  return { press, answer, undone: rows.some((row) => row.undone), paper: paperOfSale(answer.print, rows) };
}

interface SoldPanelProps {
  /** False while there is nothing to sell: then an empty panel would only be in the way. */
  readonly canSell: boolean;
  readonly state: SaleState;
  /** The last tickets; those of the sale tell what has become of it since. */
  readonly tickets: readonly TicketRow[];
  readonly onTryAgain: (press: Press) => void;
  readonly onDismiss: (requestId: string) => void;
  readonly onPutAway: () => void;
}

export function SoldPanel({ canSell, state, tickets, onTryAgain, onDismiss, onPutAway }: SoldPanelProps): ReactNode {
  const { t } = useTranslation();
  const selling = state.inFlight.at(-1);
  const sold = state.sold && soldNow(state.sold, tickets);
  return (
    <Stack component="section" aria-label={t('desk.sold')} sx={placeStyle}>
      <Announcements sold={selling ? undefined : sold} />
      {state.notSold.map(({ press, problem }) => (
        <Alert
          key={press.requestId}
          severity="error"
          role="alert"
          action={
            <>
              {problem.kind !== 'refused' && (
                <Button color="inherit" onClick={() => onTryAgain(press)}>
                  {t('common.try-again')}
                </Button>
              )}
              <IconButton color="inherit" aria-label={t('common.close')} onClick={() => onDismiss(press.requestId)}>
                <CloseIcon fontSize="small" />
              </IconButton>
            </>
          }
        >
          <strong>{t('desk.not-sold', { product: press.product.name })}</strong> {problem.sentence} {problem.remedy}
        </Alert>
      ))}
      {(selling !== undefined || sold !== undefined || canSell) && (
        <Surface
          variant="outlined"
          sx={(theme) => ({
            minHeight: 196,
            borderRadius: 1.25,
            overflow: 'hidden',
            display: 'flex',
            flexDirection: 'column',
            ...(sold && !selling && { borderColor: theme.vars.palette.primary.main }),
          })}
        >
          {selling ? (
            <Selling press={selling} />
          ) : sold ? (
            <SoldTickets key={sold.press.requestId} sold={sold} onPutAway={onPutAway} />
          ) : (
            <NothingSoldYet />
          )}
        </Surface>
      )}
    </Stack>
  );
}

function NothingSoldYet(): ReactNode {
  const { t } = useTranslation();
  return (
    <Stack sx={{ flex: 1, alignItems: 'center', justifyContent: 'center', gap: 0.5, px: 3, textAlign: 'center' }}>
      <Typography variant="h2" component="p">
        {t('desk.ready')}
      </Typography>
      <Typography sx={{ color: 'text.secondary' }}>{t('desk.ready-hint')}</Typography>
    </Stack>
  );
}

function Selling({ press }: { readonly press: Press }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <LinearProgress aria-label={t('desk.selling')} />
      <Stack sx={{ flex: 1, alignItems: 'center', justifyContent: 'center' }}>
        <Typography variant="h2" component="p" sx={{ color: 'text.secondary' }}>
          {t('desk.selling-product', { product: press.product.name })}
        </Typography>
      </Stack>
    </>
  );
}

interface SoldTicketsProps {
  readonly sold: Sold;
  readonly onPutAway: () => void;
}

function SoldTickets({ sold, onPutAway }: SoldTicketsProps): ReactNode {
  const { t } = useTranslation();
  const { answer, undone } = sold;
  const takeBack = useTakeBack();
  const codes = answer.tickets.map(({ code }) => code);
  return (
    <Stack sx={{ flex: 1, px: 2.5, py: 1.5, gap: 1 }}>
      <SoldHeading sold={sold} onPutAway={onPutAway} />
      <Stack direction="row" sx={{ gap: 2.5, flex: 1, minHeight: 0, alignItems: 'stretch', flexWrap: 'wrap' }}>
        <Stack
          sx={{ flex: '1 1 200px', minWidth: 0, justifyContent: 'center', gap: 0.5, containerType: 'inline-size' }}
        >
          {codes.length === 1 ? (
            <CodeText code={codes[0]!} struck={undone} testId="sold-code" sx={largeCode(codes[0]!, undone)} />
          ) : (
            <ManyCodes codes={codes} undone={undone} />
          )}
          <Typography sx={{ fontSize: '1rem', color: undone ? 'text.secondary' : 'text.primary' }}>
            <bdi>{answer.tickets[0]?.sentence}</bdi>
          </Typography>
          {!undone && sold.press.options.payment === 'cash' && answer.totalMinor > 0 && (
            <ChangeDue totalMinor={answer.totalMinor} currency={answer.currency} />
          )}
        </Stack>
        <Stack sx={{ flex: '1 1 188px', maxWidth: 252, gap: 1, justifyContent: 'center' }}>
          <WayBack sold={sold} takeBack={takeBack} />
          {undone ? (
            <Typography sx={{ fontWeight: 600 }}>{t('desk.taken-back', { count: codes.length })}</Typography>
          ) : (
            <PaperActions sold={sold} />
          )}
        </Stack>
      </Stack>
      {!undone && takeBack.question && <TakeBackAlert takeBack={takeBack} />}
      {!undone && !takeBack.question && (
        <>
          <PaperLine state={sold.paper} guestIds={guestIdsOf(sold)} />
          <MissingLetters letters={answer.print.missingLetters} />
        </>
      )}
    </Stack>
  );
}

/** For ears only: the codes letter by letter, then the paper. Always in the page, so that a change of text is heard. */
function Announcements({ sold }: { readonly sold: Sold | undefined }): ReactNode {
  const { t } = useTranslation();
  const paper = usePaperWords()(sold?.paper ?? { kind: 'none' });
  const missing = sold?.answer.print.missingLetters;
  const heard = (): string => {
    if (!sold) return '';
    const { answer, undone } = sold;
    const count = answer.tickets.length;
    if (undone) return t('desk.taken-back', { count });
    const codes = answer.tickets.map(({ code }) => spellOut(code)).join('; ');
    return t('desk.sold-spoken', { count, product: answer.productName, codes });
  };
  return (
    <>
      <Box role="status" aria-live="polite" data-testid="sold-spoken" sx={heardOnly}>
        {heard()}
      </Box>
      <Box role="status" aria-live="polite" sx={heardOnly}>
        {sold && !sold.undone && paper ? `${paper.sentence} ${paper.remedy ?? ''}` : ''}
        {sold && !sold.undone && missing !== undefined ? t('print.missing-letters', { letters: missing }) : ''}
      </Box>
    </>
  );
}

function SoldHeading({ sold, onPutAway }: SoldTicketsProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { answer, press, undone } = sold;
  const room = press.options.room.trim();
  const displayName = press.options.displayName.trim();
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 1, minWidth: 0 }}>
      <Typography variant="h2" noWrap sx={{ minWidth: 0 }}>
        <bdi>
          {' '}
          {answer.tickets.length > 1
            ? t('desk.tickets-of', { count: answer.tickets.length, product: answer.productName })
            : answer.productName}
        </bdi>
      </Typography>
      {room !== '' && <Chip size="small" label={t('desk.room-is', { room })} sx={{ maxWidth: 140 }} />}
      {displayName !== '' && <Chip size="small" label={<bdi>{displayName}</bdi>} sx={{ maxWidth: 180 }} />}
      {undone && <Chip size="small" color="warning" label={t('desk.taken-back-mark')} />}
      <Box sx={{ flex: 1 }} />
      <Typography
        sx={{
          fontWeight: 700,
          fontSize: '1.375rem',
          fontVariantNumeric: 'tabular-nums',
          whiteSpace: 'nowrap',
          ...(undone && { textDecoration: 'line-through', color: 'text.secondary' }),
        }}
      >
        {answer.totalMinor === 0 ? t('desk.free') : formats.money(answer.totalMinor, answer.currency)}
      </Typography>
      <IconButton aria-label={t('desk.put-away')} onClick={onPutAway} sx={{ my: -0.5, marginInlineEnd: -1.25 }}>
        <CloseIcon fontSize="small" />
      </IconButton>
    </Stack>
  );
}

/** Codes of a batch, each large enough to copy by hand; many scroll. */
function ManyCodes({ codes, undone }: { readonly codes: readonly string[]; readonly undone: boolean }): ReactNode {
  const { t } = useTranslation();
  return (
    <Box
      component="ol"
      tabIndex={0}
      aria-label={t('desk.codes')}
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0.5,
        maxHeight: 132,
        overflowY: 'auto',
        display: 'grid',
        gap: 0.75,
        gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
      }}
    >
      {codes.map((code) => (
        <Box
          component="li"
          key={code}
          sx={{ bgcolor: 'background.sunken', borderRadius: 0.75, px: 1, py: 0.25, textAlign: 'center' }}
        >
          <CodeText code={code} struck={undone} testId="sold-code" sx={{ fontSize: '1.375rem' }} />
        </Box>
      ))}
    </Box>
  );
}

interface WayBackProps {
  readonly sold: Sold;
  readonly takeBack: TakeBack;
}

/** The big Undo, which turns into its opposite: one button, so that the keyboard stays on it. */
function WayBack({ sold, takeBack }: WayBackProps): ReactNode {
  const { t } = useTranslation();
  const bringBack = useBringBack();
  const mayTakeBack = useMay('undo-own');
  const { changeId, tickets } = sold.answer;
  if (!mayTakeBack) return null;
  const count = tickets.length;
  return (
    <Button
      variant="outlined"
      size="large"
      startIcon={sold.undone ? <RedoIcon /> : <UndoIcon />}
      {...(!sold.undone && { 'aria-keyshortcuts': 'Control+Z' })}
      onClick={() => (sold.undone ? bringBack(changeId) : takeBack.request(changeId, false))}
      sx={{ minHeight: 52, fontSize: '1.0625rem' }}
    >
      {sold.undone ? t('desk.bring-back') : count > 1 ? t('desk.undo-all', { count }) : t('desk.undo')}
    </Button>
  );
}

function PaperActions({ sold }: { readonly sold: Sold }): ReactNode {
  const { t } = useTranslation();
  const tools = usePaper();
  const guestIds = guestIdsOf(sold);
  const unprinted = ['failed', 'no-printer', 'cancelled'].includes(sold.paper.kind);
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', '& > *': { flex: '1 1 88px', px: 1 } }}>
      <CopyButton
        variant="outlined"
        label={t('desk.copy')}
        text={sold.answer.tickets.map(({ code }) => code).join('\n')}
      />
      {tools.offersReprint && (
        <Button
          variant={unprinted ? 'contained' : 'outlined'}
          startIcon={<PrintIcon />}
          onClick={() => tools.reprint(guestIds)}
        >
          {t('desk.reprint')}
        </Button>
      )}
      {!tools.hasPrinter && tools.offersSheet && <SheetButton guestIds={guestIds} />}
    </Stack>
  );
}

function SheetButton({ guestIds }: { readonly guestIds: readonly number[] }): ReactNode {
  const { t } = useTranslation();
  const tools = usePaper();
  return (
    <Button variant="outlined" startIcon={<SheetIcon />} onClick={() => tools.saveSheet(guestIds)}>
      {t('desk.sheet')}
    </Button>
  );
}

/** What became of the paper, and the other ways to it where the printer did not do it. */
function PaperLine({ state, guestIds }: { readonly state: PaperState; readonly guestIds: readonly number[] }) {
  const { t } = useTranslation();
  const tools = usePaper();
  const words = usePaperWords()(state);
  const several = guestIds.length > 1;
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: 'center', minHeight: 36, flexWrap: 'wrap' }}>
      <Stack
        direction="row"
        sx={{ gap: 1, alignItems: 'center', flex: '1 1 220px', color: words?.color ?? 'text.secondary' }}
      >
        {words && <PaperIcon state={state} />}
        <Box>
          {words && (
            <Typography component="span" sx={{ fontWeight: 600 }}>
              {words.sentence}
            </Typography>
          )}{' '}
          {words?.remedy !== undefined && (
            <Typography component="span" sx={{ color: 'text.secondary' }}>
              {words.remedy}
            </Typography>
          )}
        </Box>
      </Stack>
      {tools.offersScreenPrint && (
        <Button
          size="small"
          variant={state.kind === 'no-printer' ? 'contained' : 'text'}
          startIcon={<ScreenIcon />}
          onClick={() => tools.printFromScreen(guestIds, state.kind === 'printed' || state.kind === 'taken-over')}
        >
          {t('desk.print-from-screen')}
        </Button>
      )}
      {several && tools.hasPrinter && tools.offersSheet && <SheetButton guestIds={guestIds} />}
    </Stack>
  );
}

/** Found in the answer to the sale: boxes on the paper are the computer's want, and no printer says them. */
function MissingLetters({ letters }: { readonly letters: string | undefined }): ReactNode {
  const { t } = useTranslation();
  if (letters === undefined) return null;
  return (
    <Alert severity="warning" sx={{ py: 0, overflowWrap: 'anywhere' }}>
      {t('print.missing-letters', { letters })}
    </Alert>
  );
}

function guestIdsOf(sold: Sold): readonly number[] {
  return sold.answer.tickets.map(({ guestId }) => guestId);
}

/** As large as the panel allows: long codes give way, short ones do not become posters. */
function largeCode(code: string, undone: boolean) {
  const widthInCharacters = code.length + 1.5;
  return {
    alignSelf: 'flex-start',
    lineHeight: 1.25,
    letterSpacing: '0.01em',
    fontSize: `clamp(2rem, calc(100cqi / ${widthInCharacters} / 0.62), min(7rem, 12vh))`,
    color: undone ? 'text.secondary' : 'text.primary',
    userSelect: 'all',
  } as const;
}

/** Where the desk is one long column, the code stays in view at its foot. */
const placeStyle = {
  gap: 1,
  flexShrink: 0,
  position: { xs: 'sticky', md: 'static' },
  bottom: 8,
  zIndex: 1,
} as const;
