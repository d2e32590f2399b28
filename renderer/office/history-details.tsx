/** One change unfolded: every row it wrote, field by field, and the money it took or gave back. */
import { Box, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { Answer, LoadingRows } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { plainList, Quiet } from '../parts/lines';
import { textOr } from '../parts/problem';
import { valueText, type ChangeDetails, type FieldChange, type SubChange } from './history-words';

export function HistoryDetails({ id }: { readonly id: number }): ReactNode {
  const { t } = useTranslation();
  const details = useAsk('history.details', { id });
  return (
    <Answer of={details} loading={<LoadingRows rows={1} />}>
      {({ rows, sales, more }) => (
        <Stack sx={{ gap: 1.5 }}>
          {rows.map((row, index) => (
            // A row may be written twice by one change.
            <Row key={index} row={row} />
          ))}
          {sales.length > 0 && <Sales sales={sales} />}
          {rows.length === 0 && <Quiet>{t('history.no-details')}</Quiet>}
          {more > 0 && <Quiet>{t('history.more-rows', { count: more })}</Quiet>}
        </Stack>
      )}
    </Answer>
  );
}

function Row({ row }: { readonly row: SubChange }): ReactNode {
  const { t } = useTranslation();
  const table = textOr(`history.table-${row.table}`, row.table);
  return (
    <Box>
      <Typography variant="body2" sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
        {t('history.row', { what: t(`history.${row.kind}`), table })}
        {row.name !== undefined && (
          <>
            {' · '}
            <bdi>{row.name}</bdi>
          </>
        )}
      </Typography>
      <Box
        component="dl"
        sx={{
          m: 0,
          mt: 0.5,
          display: 'grid',
          gridTemplateColumns: 'minmax(120px, max-content) minmax(0, 1fr)',
          columnGap: 2,
          rowGap: 0.25,
        }}
      >
        {row.fields.map((field) => (
          <Field key={field.column} field={field} kind={row.kind} />
        ))}
      </Box>
    </Box>
  );
}

function Field({ field, kind }: { readonly field: FieldChange; readonly kind: SubChange['kind'] }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { column } = field;
  const words = {
    hidden: t('history.hidden'),
    nothing: t('history.nothing'),
    yes: t('history.yes'),
    no: t('history.no'),
  };
  const [before, after] = [field.before, field.after].map((value) => valueText(column, value, formats, words));
  const shown = { added: after, removed: before, changed: t('history.became', { before, after }) }[kind];
  return (
    <Box sx={{ display: 'contents' }}>
      <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
        {textOr(`history.column-${column}`, column.replaceAll('_', ' '))}
      </Typography>
      <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: 'anywhere' }}>
        <bdi>{shown}</bdi>
      </Typography>
    </Box>
  );
}

function Sales({ sales }: { readonly sales: ChangeDetails['sales'] }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Box component="ul" sx={plainList}>
      {sales.map(({ kind, productName, amountMinor, currency, payment }, index) => (
        <Typography key={index} component="li" variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {t(kind === 'sale' ? 'history.sold' : 'history.given-back', {
            product: productName,
            amount: formats.money(amountMinor, currency),
            payment: t(`shift.payment-${payment}`),
          })}
        </Typography>
      ))}
    </Box>
  );
}
