/** The search box: finds by code, name, room or MAC as one types; arrows choose, Enter opens, nothing is ever sold. */
import SearchIcon from '@mui/icons-material/Search';
import { Box, Chip, ClickAwayListener, InputAdornment, Paper, Stack, TextField, Typography } from '@mui/material';
import { memo, useId, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { client, useAsk } from '../api';
import { useNotices } from '../parts/notices';
import { CodeText } from './code-text';
import { useGuestTitle } from './guest-name';
import { cutAtItsEnd, Parts } from '../parts/facts';
import type { GuestRow } from './rows';
import { useStandingWord } from './standing';
import { useTyped } from './typed';
import { FoundVoucher } from './voucher';

/** What fits under the box; a longer text finds the rest. */
const shownResults = 8;
const longestText = 100;
/** Scanners pause less than this between letters, people never do. */
const scannerPauseMs = 20;

interface FindGuestProps {
  readonly box: RefObject<HTMLInputElement | null>;
  /** Of whom a voucher is redeemed for, as the desk has typed them. */
  readonly room: string;
  readonly displayName: string;
  readonly onOpenGuest: (guestId: number) => void;
}

export const FindGuest = memo(function FindGuest({ box, room, displayName, onOpenGuest }: FindGuestProps): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const listId = useId();
  const { text, asked: wanted, type: setText } = useTyped(scannerPauseMs);
  const [chosen, setChosen] = useState(0);
  const [open, setOpen] = useState(false);
  const found = useAsk(
    'guests.find',
    { text: wanted, limit: shownResults },
    { enabled: wanted !== '', keepLast: true },
  );
  const rows = found.data?.rows ?? [];
  const current = wanted === text.trim() && !found.isPlaceholderData && found.data !== undefined;
  const listed = open && wanted !== '' && found.data !== undefined;
  const marked = Math.min(chosen, rows.length - 1);

  function choose(row: GuestRow): void {
    setOpen(false);
    setText('');
    onOpenGuest(row.id);
  }

  function openSold(guestId: number): void {
    setOpen(false);
    setText('');
    onOpenGuest(guestId);
  }

  /** Scanners and fast fingers press Enter before the list is there: ask for exactly what is in the box. */
  async function openBest(): Promise<void> {
    if (current) {
      if (rows[marked]) choose(rows[marked]);
      return;
    }
    try {
      const [best] = (await client.guests.find({ text: text.trim(), limit: 1 })).rows;
      if (best) choose(best);
    } catch (error) {
      notices.showProblem(error);
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (rows.length > 0) setChosen((marked + step + rows.length) % rows.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (text.trim() !== '' && !event.repeat) void openBest();
    } else if (event.key === 'Escape' && (text !== '' || open)) {
      // One Escape for the search, the next for the desk.
      event.preventDefault();
      setText('');
      setOpen(false);
    }
  }

  return (
    <ClickAwayListener onClickAway={() => setOpen(false)}>
      <Box role="search" sx={{ position: 'relative', flexShrink: 0 }}>
        <TextField
          inputRef={box}
          type="text"
          value={text}
          placeholder={t('desk.find')}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(0);
            setOpen(true);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
          slotProps={{
            htmlInput: {
              role: 'combobox',
              'aria-label': t('desk.find-label'),
              'aria-keyshortcuts': 'Control+F /',
              'aria-autocomplete': 'list',
              'aria-expanded': listed,
              'aria-controls': listId,
              'aria-activedescendant': listed && rows.length > 0 ? optionId(listId, marked) : undefined,
              autoComplete: 'off',
              spellCheck: false,
              maxLength: longestText,
              // Empty, it would read the placeholder from the left in every language.
              ...(text !== '' && { dir: 'auto' }),
            },
            input: {
              startAdornment: (
                <InputAdornment position="start">
                  <SearchIcon />
                </InputAdornment>
              ),
              endAdornment: <KeyHint />,
            },
          }}
        />
        <Paper
          elevation={8}
          sx={{
            position: 'absolute',
            insetInline: 0,
            top: 'calc(100% + 4px)',
            zIndex: 10,
            display: listed ? 'block' : 'none',
            p: 0.75,
          }}
        >
          <Box id={listId} role="listbox" aria-label={t('desk.found')}>
            {listed &&
              rows.map((row, at) => (
                <Result
                  key={row.id}
                  id={optionId(listId, at)}
                  row={row}
                  marked={at === marked}
                  onPoint={() => setChosen(at)}
                  onChoose={() => choose(row)}
                />
              ))}
          </Box>
          {listed && current && rows.length === 0 && (
            <FoundVoucher text={wanted} room={room} displayName={displayName} onSold={openSold} />
          )}
          <Typography
            role="status"
            variant="body2"
            sx={{ color: 'text.secondary', px: 1.5, py: rows.length === 0 ? 1.5 : 0 }}
          >
            {listed && current && rows.length === 0 && t('desk.nobody-found', { text: wanted })}
          </Typography>
        </Paper>
      </Box>
    </ClickAwayListener>
  );
});

function optionId(listId: string, at: number): string {
  return `${listId}-${at}`;
}

function KeyHint(): ReactNode {
  return (
    <Typography
      component="kbd"
      variant="caption"
      aria-hidden
      sx={{ color: 'text.secondary', fontFamily: 'inherit', whiteSpace: 'nowrap', marginInlineStart: 1 }}
    >
      Ctrl+F
    </Typography>
  );
}

interface ResultProps {
  readonly id: string;
  readonly row: GuestRow;
  readonly marked: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function Result({ id, row, marked, onPoint, onChoose }: ResultProps): ReactNode {
  const { t } = useTranslation();
  const title = useGuestTitle()(row);
  const standing = useStandingWord()(row);
  return (
    <Stack
      id={id}
      role="option"
      aria-selected={marked}
      direction="row"
      // The box keeps the focus, so that a tap does not close the list before it counts.
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={onPoint}
      onClick={onChoose}
      sx={{
        alignItems: 'center',
        gap: 1,
        px: 1.5,
        py: 0.75,
        minHeight: 52,
        borderRadius: 1,
        cursor: 'pointer',
        ...(marked && { bgcolor: 'action.selected' }),
      }}
    >
      <Box sx={{ flex: 1, minWidth: 0 }}>
        {title.isCode ? (
          <CodeText code={title.text} />
        ) : (
          <Typography noWrap dir="auto" sx={{ fontWeight: 650, ...cutAtItsEnd }}>
            {title.text}
          </Typography>
        )}
        <Typography noWrap variant="caption" sx={{ display: 'block', color: 'text.secondary' }}>
          <Parts
            parts={[
              title.isCode ? undefined : row.username,
              row.room !== undefined && row.displayName !== undefined
                ? t('desk.room-is', { room: row.room })
                : undefined,
              row.productName,
            ]}
          />
        </Typography>
      </Box>
      <Chip size="small" variant="outlined" color={standing.color} label={standing.word} />
    </Stack>
  );
}
