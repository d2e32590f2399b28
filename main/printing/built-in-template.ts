/** The ticket of a venue that has made none of its own. */
import type { TicketTemplate } from './ticket';

const words = { size: 'medium', bold: false, align: 'center' } as const;

export const builtInTemplate: TicketTemplate = {
  blocks: [
    { kind: 'logo', size: 'large', align: 'center' },
    { kind: 'text', text: '{venue}', size: 'large', bold: true, align: 'center' },
    { kind: 'line' },
    { kind: 'text', text: '{wifi:}', ...words, bold: true },
    { kind: 'code', size: 'large', bold: true, align: 'center' },
    { kind: 'space', mm: 1.5 },
    { kind: 'sentence', ...words },
    { kind: 'line' },
    // Joining the Wi-Fi comes first, as the phone needs it first.
    { kind: 'wifi-qr', size: 'medium', align: 'center' },
    { kind: 'line' },
    { kind: 'login-qr', size: 'medium', align: 'center' },
    { kind: 'line' },
    {
      kind: 'text',
      text: '{product} · {price}\n{room:} · {guest}\n{card} · {useBefore:} · {date}',
      ...words,
      size: 'small',
    },
  ],
  cardsPerPage: 10,
};
