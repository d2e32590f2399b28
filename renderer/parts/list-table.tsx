/** A list as a table: its heads, sorting by them, and the arrow keys from row to row. */
import {
  Card,
  Link,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  TableSortLabel,
} from '@mui/material';
import { createContext, useContext, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { besideInColumn, type RowStep } from './row-keys';
import { nextOrder, sorted, type Order, type SortValues } from './sorting';

export interface Column<Key extends string = never> {
  readonly title: string;
  /** Figures stand at the end of their column, under each other. */
  readonly align?: 'right';
  /** Pixels; undefined: as wide as its content. */
  readonly width?: number;
  /** The list can be sorted by this column. */
  readonly sortBy?: Key;
  /** Instead of the title: a box that chooses all rows, or nothing above a column of buttons. */
  readonly head?: ReactNode;
}

interface Sorting<Key extends string> {
  readonly order: Order<Key> | undefined;
  readonly onSort: (by: Key) => void;
}

interface ListTableProps<Key extends string> {
  /** What the list is of, for a screen reader. */
  readonly label: string;
  readonly columns: readonly Column<Key>[];
  readonly sorting?: Sorting<Key>;
  readonly dense?: boolean;
  /** Scrolls inside this height (pixels) with its heads in sight, without a card of its own: for a list in a panel. */
  readonly within?: number;
  /** Rows. */
  readonly children: ReactNode;
}

const ColumnCount = createContext(1);

export function ListTable<Key extends string = never>(props: ListTableProps<Key>): ReactNode {
  const { label, columns, sorting, dense, within, children } = props;
  return (
    <TableContainer
      {...(within === undefined ? { component: Card } : { tabIndex: 0, role: 'region', 'aria-label': label })}
      sx={within === undefined ? null : { maxHeight: within, overflowX: 'hidden' }}
    >
      <Table size={dense ? 'small' : 'medium'} stickyHeader={within !== undefined} aria-label={label}>
        <TableHead>
          <TableRow>
            {columns.map((column) => (
              <Head key={column.title} column={column} sorting={sorting} />
            ))}
          </TableRow>
        </TableHead>
        <TableBody onKeyDown={stepRows}>
          <ColumnCount value={columns.length}>{children}</ColumnCount>
        </TableBody>
      </Table>
    </TableContainer>
  );
}

interface HeadProps<Key extends string> {
  readonly column: Column<Key>;
  readonly sorting: Sorting<Key> | undefined;
}

function Head<Key extends string>({ column, sorting }: HeadProps<Key>): ReactNode {
  const { title, align, width, sortBy, head } = column;
  const place = { ...(align && { align }), ...(width !== undefined && { sx: { width } }) };
  if (head !== undefined) {
    return (
      <TableCell component="td" padding="checkbox">
        {head}
      </TableCell>
    );
  }
  if (sorting === undefined || sortBy === undefined) return <TableCell {...place}>{title}</TableCell>;
  const { order, onSort } = sorting;
  const direction = order?.by === sortBy ? order.direction : undefined;
  return (
    <TableCell {...place} sortDirection={direction ?? false}>
      <TableSortLabel active={direction !== undefined} direction={direction ?? 'asc'} onClick={() => onSort(sortBy)}>
        {title}
      </TableSortLabel>
    </TableCell>
  );
}

/**
 * The rows in the order the operator chose by pressing a head; as they came while none was pressed. Only for lists that
 * are here as a whole: a page of a longer list would be sorted among itself.
 */
export function useSorting<Row, Key extends string>(
  rows: readonly Row[],
  values: SortValues<Row, Key>,
): { readonly rows: readonly Row[]; readonly sorting: Sorting<Key> } {
  const { i18n } = useTranslation();
  const [order, setOrder] = useState<Order<Key>>();
  const shown = useMemo(() => sorted(rows, values, order, i18n.language), [rows, values, order, i18n.language]);
  return { rows: shown, sorting: { order, onSort: (by) => setOrder((present) => nextOrder(present, by)) } };
}

const steps: Readonly<Record<string, RowStep>> = { ArrowUp: 'up', ArrowDown: 'down', Home: 'first', End: 'last' };

/** From a button of a row to the same one of the row above or below; a field keeps its own keys. */
function stepRows(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const beside = besideInColumn(event.currentTarget, event.target, step);
  if (!beside) return;
  event.preventDefault();
  beside.focus();
}

interface WholeRowProps {
  /** More about the row above; otherwise how the list ends: "show more", "nothing found". */
  readonly isDetail?: boolean;
  readonly children: ReactNode;
}

/** A line across all columns. */
export function WholeRow({ isDetail = false, children }: WholeRowProps): ReactNode {
  const columns = useContext(ColumnCount);
  return (
    <TableRow>
      <TableCell colSpan={columns} {...(isDetail ? detailCell : endCell)}>
        {children}
      </TableCell>
    </TableRow>
  );
}

const detailCell = { sx: { bgcolor: 'background.default', py: 2 } } as const;
const endCell = { align: 'center', sx: { borderBottom: 0 } } as const;

interface RowLinkProps {
  /** Undefined: it is only read. */
  readonly onOpen: (() => void) | undefined;
  /** Where the name alone does not say which row it is. */
  readonly label?: string;
  readonly children: string;
}

/** The name a row goes by, which opens it. */
export function RowLink({ onOpen, label, children }: RowLinkProps): ReactNode {
  const name = <bdi>{children}</bdi>;
  if (!onOpen) return <span style={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{name}</span>;
  return (
    <Link component="button" onClick={onOpen} aria-label={label} sx={rowLinkStyle}>
      {name}
    </Link>
  );
}

const rowLinkStyle = { fontWeight: 600, textAlign: 'start', overflowWrap: 'anywhere', fontSize: '0.9375rem' } as const;
