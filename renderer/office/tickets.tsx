/** What tickets look like: the venue's own beside the one that comes with the program, and the editor. */
import AddIcon from '@mui/icons-material/Add';
import { Box, Button, Card, Chip, Link, Stack, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, type Output } from '../api';
import { Answer } from '../parts/answer';
import { useChange } from '../parts/changes';
import { useNamed } from '../parts/named';
import { Page } from '../parts/page';
import { draftOf, type TemplateView, type TicketDraft } from './ticket-draft';
import { TicketEditor } from './ticket-editor';

interface Editing {
  /** Undefined: a new one. */
  readonly template: TemplateView | undefined;
  readonly draft: TicketDraft;
}

export function Tickets(): ReactNode {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<Editing>();
  const templates = useAsk('ticketTemplates.list');
  const builtIn = templates.data?.builtIn;
  const addButton = builtIn && (
    <Button
      variant="contained"
      startIcon={<AddIcon />}
      onClick={() => setEditing({ template: undefined, draft: draftOf({ ...builtIn, ...unnamed }) })}
    >
      {t('tickets.add')}
    </Button>
  );
  return (
    <Page title={t('place.tickets')} intro={t('tickets.intro')} actions={addButton}>
      <Answer of={templates}>
        {({ rows }) => (
          <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0, gap: 1.5 }}>
            <BuiltInRow isDefault={rows.every(({ isDefault }) => !isDefault)} />
            {rows.map((template) => (
              <TemplateRow
                key={template.id}
                template={template}
                onOpen={() => setEditing({ template, draft: draftOf(template) })}
                onCopy={() => setEditing({ template: undefined, draft: copyOf(template) })}
              />
            ))}
          </Stack>
        )}
      </Answer>
      {editing && (
        <TicketEditor
          key={editing.template?.id ?? 'new'}
          template={editing.template}
          start={editing.draft}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Page>
  );
}

const unnamed = { name: '', wifi: { name: null, security: 'open' } } as const;

/** Without its password, which nobody can see; whoever copies it types it again. */
function copyOf(template: TemplateView): TicketDraft {
  return draftOf({ ...template, name: '' });
}

function BuiltInRow({ isDefault }: { readonly isDefault: boolean }): ReactNode {
  const { t } = useTranslation();
  const named = useNamed();
  const setDefault = useChange('ticketTemplates.setDefault', { said: () => t('tickets.built-in-is-default-now') });
  return (
    <Row title={<Typography sx={titleStyle}>{t('tickets.built-in')}</Typography>} isDefault={isDefault}>
      <Typography variant="body2" sx={{ color: 'text.secondary', flex: 1, minWidth: 200 }}>
        {t('tickets.built-in-hint')}
      </Typography>
      {!isDefault && (
        <Button
          aria-label={named(t('tickets.use'), t('tickets.built-in'))}
          onClick={() => setDefault.run({ id: null })}
        >
          {t('tickets.use')}
        </Button>
      )}
    </Row>
  );
}

const titleStyle = { fontWeight: 650, fontSize: '1.0625rem', textAlign: 'start', overflowWrap: 'anywhere' } as const;

interface RowProps {
  readonly title: ReactNode;
  readonly isDefault: boolean;
  readonly children: ReactNode;
}

function Row({ title, isDefault, children }: RowProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Card component="li" sx={{ p: 2.5 }}>
      <Stack direction="row" sx={{ gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flex: 1, minWidth: 220 }}>
          {title}
          {isDefault && <Chip size="small" color="primary" variant="outlined" label={t('tickets.is-default')} />}
        </Stack>
        {children}
      </Stack>
    </Card>
  );
}

interface TemplateRowProps {
  readonly template: Output<'ticketTemplates.list'>['rows'][number];
  readonly onOpen: () => void;
  readonly onCopy: () => void;
}

function TemplateRow({ template, onOpen, onCopy }: TemplateRowProps): ReactNode {
  const { t } = useTranslation();
  const named = useNamed();
  const { id, name, isDefault, products, domains } = template;
  const users = [...products, ...domains];
  const setDefault = useChange('ticketTemplates.setDefault', { said: () => t('tickets.is-default-now', { name }) });
  const remove = useChange('ticketTemplates.remove', { said: () => t('tickets.removed', { name }) });
  const title = (
    <Link component="button" onClick={onOpen} sx={titleStyle}>
      <bdi>{name}</bdi>
    </Link>
  );
  return (
    <Row title={title} isDefault={isDefault}>
      {users.length > 0 && (
        <Typography variant="body2" sx={{ color: 'text.secondary', flex: 1, minWidth: 200, overflowWrap: 'anywhere' }}>
          {t('tickets.of-products', { names: users.join(', ') })}
        </Typography>
      )}
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        {!isDefault && (
          <Button aria-label={named(t('tickets.use'), name)} onClick={() => setDefault.run({ id })}>
            {t('tickets.use')}
          </Button>
        )}
        <Button aria-label={named(t('tickets.copy'), name)} onClick={onCopy}>
          {t('tickets.copy')}
        </Button>
        <Button aria-label={named(t('common.remove'), name)} onClick={() => remove.run({ id })}>
          {t('common.remove')}
        </Button>
      </Box>
    </Row>
  );
}
