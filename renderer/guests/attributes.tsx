/** The RADIUS attributes of one guest: what a request must have, and what is added to the answer. */
import AddIcon from '@mui/icons-material/Add';
import { Box, Button, Stack } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_ATTRIBUTES } from '../../preload/contract/attributes';
import { useAsk } from '../api';
import type { GuestDetails } from '../desk/rows';
import { ProblemNote } from '../parts/answer';
import { AttributeRow } from '../parts/attributes';
import { useChange } from '../parts/changes';
import { problemOf } from '../parts/problem';
import { Section } from '../parts/section';
import { FormPanel } from '../parts/side-panel';
import {
  attributesOf,
  checkOperators,
  filledIn,
  newRow,
  type AttributeKind,
  type AttributeTexts,
  type AttributeTextRow,
} from './attribute-rows';
import type { GuestSettings } from './technical';

interface GuestAttributesProps {
  readonly guest: GuestDetails;
  readonly settings: GuestSettings;
  readonly onClose: () => void;
}

export function GuestAttributes({ guest, settings, onClose }: GuestAttributesProps): ReactNode {
  const { t } = useTranslation();
  const [before] = useState(() => attributesOf(settings));
  const [texts, setTexts] = useState(before);
  const [problem, setProblem] = useState<{ readonly field: string; readonly sentence: string }>();
  const save = useChange('guests.setAttributes', {
    said: () => t('guests.attributes-saved'),
    onDone: onClose,
    onProblem: (error) => {
      const { field, sentence } = problemOf(error);
      if (field === undefined || !/^(check|reply)\.\d+\.(name|value)$/.test(field)) return false;
      setProblem({ field, sentence });
      return true;
    },
  });
  return (
    <FormPanel
      open
      title={t('products.attributes')}
      width={640}
      onClose={onClose}
      dirty={texts !== before}
      submitLabel={t('common.save')}
      submitting={save.isPending}
      onSubmit={(event) => {
        event.preventDefault();
        const given = filledIn(texts);
        // Problems are named by the place in what was sent.
        setTexts(given);
        setProblem(undefined);
        save.run({
          id: guest.id,
          check: given.check.map(({ name, operator, value }) => ({ name, operator, value })),
          reply: given.reply.map(({ name, value }) => ({ name, value })),
        });
      }}
    >
      <Stack sx={{ gap: 4, pt: 1 }}>
        <ProblemNote error={save.shownError} />
        {(['check', 'reply'] as const).map((kind) => (
          <AttributeList key={kind} kind={kind} texts={texts} problem={problem} onChange={setTexts} />
        ))}
      </Stack>
    </FormPanel>
  );
}

interface AttributeListProps {
  readonly kind: AttributeKind;
  readonly texts: AttributeTexts;
  readonly problem: { readonly field: string; readonly sentence: string } | undefined;
  readonly onChange: (texts: AttributeTexts) => void;
}

function AttributeList({ kind, texts, problem, onChange }: AttributeListProps): ReactNode {
  const { t } = useTranslation();
  const choices = useAsk('attributes.list', { use: kind }).data?.rows ?? [];
  const rows = texts[kind];
  const put = (next: readonly AttributeTextRow[]): void => onChange({ ...texts, [kind]: next });
  const change = (index: number, part: Partial<AttributeTextRow>): void =>
    put(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  const errorAt = (index: number, field: 'name' | 'value'): string | undefined =>
    problem?.field === `${kind}.${index}.${field}` ? problem.sentence : undefined;
  return (
    <Section title={t(`guests.attributes-${kind}`)} hint={t(`guests.attributes-${kind}-hint`)}>
      {rows.map((row, index) => (
        <AttributeRow
          key={row.key}
          name={{ value: row.name, error: errorAt(index, 'name'), onChange: (name) => change(index, { name }) }}
          value={{ value: row.value, error: errorAt(index, 'value'), onChange: (value) => change(index, { value }) }}
          operator={
            kind === 'reply'
              ? undefined
              : {
                  options: checkOperators,
                  part: {
                    value: row.operator,
                    onChange: (operator) => change(index, { operator: operator as AttributeTextRow['operator'] }),
                  },
                }
          }
          choices={choices}
          onRemove={() => put(rows.filter((_row, at) => at !== index))}
        />
      ))}
      {rows.length < MOST_ATTRIBUTES && (
        <Box>
          <Button startIcon={<AddIcon />} onClick={() => put([...rows, newRow(rows)])}>
            {t('products.add-attribute')}
          </Button>
        </Box>
      )}
    </Section>
  );
}
