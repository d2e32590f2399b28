/** The fields of one block: its words, where it stands, how large. */
import CenterIcon from '@mui/icons-material/FormatAlignCenter';
import EndIcon from '@mui/icons-material/FormatAlignRight';
import StartIcon from '@mui/icons-material/FormatAlignLeft';
import {
  Box,
  Button,
  FormControlLabel,
  Menu,
  MenuItem,
  Stack,
  Switch,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
} from '@mui/material';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { labelledPlaceholders, placeholders, type Placeholder } from '../../preload/contract/template-text';
import type { TemplateBlock } from '../../preload/contract/ticket-templates';

interface FieldsProps {
  readonly block: TemplateBlock;
  /** A placeholder of its text that stands for nothing. */
  readonly unknown: string | undefined;
  /** `step`: letters typed in a row are one step back. */
  readonly onChange: (block: TemplateBlock, step?: string) => void;
}

export function TicketBlockFields({ block, unknown, onChange }: FieldsProps): ReactNode {
  switch (block.kind) {
    case 'line':
      return null;
    case 'space':
      return <SpaceField block={block} onChange={onChange} />;
    case 'text':
      return (
        <Stack sx={{ gap: 2 }}>
          <WordsField block={block} unknown={unknown} onChange={onChange} />
          <Look block={block} onChange={onChange} />
        </Stack>
      );
    default:
      return <Look block={block} onChange={onChange} />;
  }
}

type Of<K extends TemplateBlock['kind']> = Extract<TemplateBlock, { kind: K }>;

interface SpaceProps {
  readonly block: Of<'space'>;
  readonly onChange: FieldsProps['onChange'];
}

const spacesMm = [0.5, 1, 1.5, 2, 3, 5, 8, 12, 20, 30] as const;

function SpaceField({ block, onChange }: SpaceProps): ReactNode {
  const { t } = useTranslation();
  const sizes = [...new Set<number>([...spacesMm, block.mm])].sort((one, other) => one - other);
  return (
    <TextField
      select
      size="small"
      label={t('tickets.height')}
      value={block.mm}
      onChange={(event) => onChange({ ...block, mm: Number(event.target.value) })}
      sx={{ width: 160 }}
    >
      {sizes.map((mm) => (
        <MenuItem key={mm} value={mm}>
          {t('tickets.mm', { mm })}
        </MenuItem>
      ))}
    </TextField>
  );
}

interface WordsProps {
  readonly block: Of<'text'>;
  readonly unknown: string | undefined;
  readonly onChange: FieldsProps['onChange'];
}

/** The contract's most (preload/contract/ticket-templates.ts). */
const mostText = 500;

function WordsField({ block, unknown, onChange }: WordsProps): ReactNode {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const insert = (placeholder: string): void => {
    const from = field.current?.selectionStart ?? block.text.length;
    const till = field.current?.selectionEnd ?? from;
    onChange({ ...block, text: `${block.text.slice(0, from)}${placeholder}${block.text.slice(till)}` });
  };
  return (
    <Stack sx={{ gap: 1 }}>
      <TextField
        multiline
        minRows={2}
        label={t('tickets.text')}
        value={block.text}
        inputRef={field}
        onChange={(event) => onChange({ ...block, text: event.target.value }, 'text')}
        error={unknown !== undefined}
        helperText={
          unknown === undefined ? t('tickets.text-hint') : t('tickets.unknown-placeholder', { name: unknown })
        }
        slotProps={{ htmlInput: { maxLength: mostText, dir: 'auto' } }}
      />
      <InsertPlaceholder onInsert={insert} />
    </Stack>
  );
}

function InsertPlaceholder({ onInsert }: { readonly onInsert: (written: string) => void }): ReactNode {
  const { t } = useTranslation();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const choose = (written: string): void => {
    setAnchor(undefined);
    onInsert(written);
  };
  return (
    <Box>
      <Button size="small" variant="outlined" aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>
        {t('tickets.insert')}
      </Button>
      <Menu open={anchor !== undefined} anchorEl={anchor ?? null} onClose={() => setAnchor(undefined)}>
        {placeholders.flatMap((name) => [
          <MenuItem key={name} onClick={() => choose(`{${name}}`)}>
            {t(`tickets.value-${name}`)}
          </MenuItem>,
          ...(hasWord(name)
            ? [
                <MenuItem key={`${name}:`} sx={{ pl: 4 }} onClick={() => choose(`{${name}:}`)}>
                  {t('tickets.with-word', { value: t(`tickets.value-${name}`) })}
                </MenuItem>,
              ]
            : []),
        ])}
      </Menu>
    </Box>
  );
}

function hasWord(name: Placeholder): boolean {
  return labelledPlaceholders.some((labelled) => labelled === name);
}

interface LookProps {
  readonly block: Exclude<TemplateBlock, Of<'line' | 'space'>>;
  readonly onChange: FieldsProps['onChange'];
}

const sizes = ['small', 'medium', 'large'] as const;
type Size = (typeof sizes)[number];
const sides = [
  ['start', StartIcon],
  ['center', CenterIcon],
  ['end', EndIcon],
] as const;
type Align = (typeof sides)[number][0];

function Look({ block, onChange }: LookProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Stack direction="row" sx={{ gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
      <TextField
        select
        size="small"
        label={t('tickets.size')}
        value={block.size}
        onChange={(event) => onChange({ ...block, size: event.target.value as Size })}
        sx={{ width: 140 }}
      >
        {sizes.map((size) => (
          <MenuItem key={size} value={size}>
            {t(`tickets.size-${size}`)}
          </MenuItem>
        ))}
      </TextField>
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label={t('tickets.align')}
        value={block.align}
        onChange={(_event, align: Align | null) => align !== null && onChange({ ...block, align })}
      >
        {sides.map(([align, Icon]) => (
          <ToggleButton key={align} value={align} aria-label={t(`tickets.align-${align}`)}>
            {/* Start is on the right where one reads from there. */}
            <Icon fontSize="small" sx={{ '[dir=rtl] &': { transform: 'scaleX(-1)' } }} />
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {'bold' in block && (
        <FormControlLabel
          label={t('tickets.bold')}
          control={<Switch checked={block.bold} onChange={(_event, bold) => onChange({ ...block, bold })} />}
        />
      )}
    </Stack>
  );
}
