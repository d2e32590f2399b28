/** What the desk shows, named; the shapes are the contract's. */
import type { Output } from '../api';

export type Product = Output<'products.list'>['rows'][number];
export type TicketRow = Output<'desk.tickets'>['rows'][number];
export type SessionRow = Output<'sessions.list'>['rows'][number];
export type GuestRow = Output<'guests.find'>['rows'][number];
export type GuestDetails = Output<'guests.get'>;
export type RadiusLogRow = Output<'radiusLog.list'>['rows'][number];
export type SaleAnswer = Output<'desk.sellTicket'>;
export type PrintAnswer = Output<'desk.reprint'>;
