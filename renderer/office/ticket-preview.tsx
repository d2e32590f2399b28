/** The paper a draft comes to, at its true size, with what is not as it should be. */
import {
  Alert,
  Box,
  MenuItem,
  Skeleton,
  Stack,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
} from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, type Output } from '../api';
import type { Language } from '../../preload/contract/base';
import { spokenLanguage } from '../../preload/contract/sentence';
import type { CardsPerPage, TemplateWarning } from '../../preload/contract/ticket-templates';
import { ProblemNote } from '../parts/answer';
import { Choice } from '../parts/choice';
import { useSettled } from '../parts/settled';
import { TicketLanguage } from '../parts/ticket-language';
import { useVenue } from '../parts/who';
import { useBlockName } from './ticket-blocks';
import { inputOf, isDrawable, type DraftProblems, type TicketDraft } from './ticket-draft';

/** So long nothing is typed before the paper is drawn anew. */
const SETTLE_MS = 400;

const papers = [80, 58, 'a4'] as const;
type Paper = (typeof papers)[number];
const guests = ['usual', 'long', 'person'] as const;
type SampleGuest = (typeof guests)[number];
const cardCounts: readonly CardsPerPage[] = [4, 6, 8, 10];

interface TicketPreviewProps {
  readonly draft: TicketDraft;
  readonly problems: DraftProblems;
  /** Of a saved one, whose password is kept. */
  readonly id: number | undefined;
  readonly onChange: (draft: TicketDraft) => void;
}

export function TicketPreview({ draft, problems, id, onChange }: TicketPreviewProps): ReactNode {
  const { t } = useTranslation();
  const venue = useVenue();
  const [paper, setPaper] = useState<Paper>(80);
  const [guest, setGuest] = useState<SampleGuest>('usual');
  const [language, setLanguage] = useState<Language>(() => spokenLanguage(venue.language));
  return (
    <Box component="section" aria-label={t('tickets.preview')}>
      <Stack sx={{ gap: 1.5, mb: 1.5 }}>
        <Stack direction="row" sx={{ gap: 1, alignItems: 'center', justifyContent: 'space-between' }}>
          <PaperChoice paper={paper} onChoose={setPaper} />
          <TicketLanguage language={language} onChoose={setLanguage} />
        </Stack>
        <Choice
          label={t('tickets.guest')}
          value={guest}
          options={guests}
          said={(one) => t(`tickets.guest-${one}`)}
          onChoose={setGuest}
        />
        {paper === 'a4' && (
          <TextField
            select
            size="small"
            label={t('tickets.cards-per-page')}
            value={draft.cardsPerPage}
            helperText={t('tickets.cards-hint')}
            onChange={(event) => onChange({ ...draft, cardsPerPage: Number(event.target.value) as CardsPerPage })}
          >
            {cardCounts.map((count) => (
              <MenuItem key={count} value={count}>
                {count}
              </MenuItem>
            ))}
          </TextField>
        )}
      </Stack>
      <Paper asked={{ draft, paper, guest, language, id }} isDrawable={isDrawable(problems)} />
    </Box>
  );
}

interface PaperChoiceProps {
  readonly paper: Paper;
  readonly onChoose: (paper: Paper) => void;
}

function PaperChoice({ paper, onChoose }: PaperChoiceProps): ReactNode {
  const { t } = useTranslation();
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      aria-label={t('products.paper')}
      value={paper}
      onChange={(_event, chosen: Paper | null) => chosen !== null && onChoose(chosen)}
    >
      {papers.map((one) => (
        <ToggleButton key={one} value={one} sx={{ textTransform: 'none' }}>
          {one === 'a4' ? t('tickets.cards') : <span dir="ltr">{one} mm</span>}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

interface Asked {
  readonly draft: TicketDraft;
  readonly paper: Paper;
  readonly guest: SampleGuest;
  readonly language: Language;
  readonly id: number | undefined;
}

/** While something is wrong, the paper stays as it was. */
function Paper({ asked, isDrawable }: { readonly asked: Asked; readonly isDrawable: boolean }): ReactNode {
  const { t } = useTranslation();
  const [drawable, setDrawable] = useState(asked);
  if (isDrawable && drawable !== asked && !isSame(drawable, asked)) setDrawable(asked);
  const draft = useSettled(drawable.draft, SETTLE_MS);
  const { paper, guest, language, id } = drawable;
  // The name is not on the paper: while it is typed, nothing needs to be drawn.
  const input = { ...inputOf(draft), name: '–', paper, guest, language, ...(id !== undefined && { id }) };
  const picture = useAsk('ticketTemplates.preview', input, { keepLast: true });
  return (
    <>
      <Box
        sx={{
          display: 'grid',
          placeItems: 'center',
          p: 2,
          mb: 1.5,
          borderRadius: '10px',
          bgcolor: 'background.sunken',
        }}
      >
        {picture.isError && <ProblemNote error={picture.error} onRetry={() => void picture.refetch()} />}
        {picture.data && (
          <img
            src={`data:image/png;base64,${picture.data.png}`}
            alt={t('tickets.picture')}
            style={{ width: `${picture.data.widthMm}mm`, maxWidth: '100%', boxShadow: '0 1px 4px rgb(0 0 0 / 0.35)' }}
          />
        )}
        {picture.isPending && <Skeleton variant="rounded" sx={{ width: '80mm', height: '90mm', maxWidth: '100%' }} />}
      </Box>
      <Warnings of={picture.data} draft={draft} />
    </>
  );
}

function isSame(one: Asked, other: Asked): boolean {
  return (
    one.draft === other.draft &&
    one.paper === other.paper &&
    one.guest === other.guest &&
    one.language === other.language &&
    one.id === other.id
  );
}

interface WarningsProps {
  readonly of: Output<'ticketTemplates.preview'> | undefined;
  readonly draft: TicketDraft;
}

function Warnings({ of: picture, draft }: WarningsProps): ReactNode {
  const { t } = useTranslation();
  const blockName = useBlockName();
  const warnings = picture?.warnings ?? [];
  const sentence = (warning: TemplateWarning): string => {
    if (!('block' in warning)) return t(`tickets.warning-${warning.kind}`);
    const block = draft.blocks[warning.block]?.block;
    const params = {
      block: block ? `${warning.block + 1}. ${blockName(block)}` : '',
      ...('word' in warning && { word: warning.word }),
      ...('letters' in warning && { letters: warning.letters }),
    };
    return t(`tickets.warning-${warning.kind}`, params);
  };
  return (
    <Stack role="status" aria-label={t('tickets.warnings')} sx={{ gap: 1 }}>
      {warnings.map((warning, at) => (
        <Alert key={at} severity="warning">
          {sentence(warning)}
        </Alert>
      ))}
      {picture && warnings.length === 0 && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t('tickets.no-warnings')}
        </Typography>
      )}
    </Stack>
  );
}
