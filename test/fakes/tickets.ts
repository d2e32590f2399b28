/** Tickets as the desk hands them to paper. */
import { productSentence } from '../../preload/contract/sentence';
import type { Ticket } from '../../main/printing/ticket';

/** A day for 5 €, without Wi-Fi name: one QR code. */
export function ticketOf(more: Partial<Ticket> = {}): Ticket {
  const language = more.language ?? 'en';
  return {
    guestId: 1,
    venueName: 'Hotel Miramare',
    logo: undefined,
    kind: 'code',
    username: 'K7XP42',
    password: 'K7XP42',
    productName: '1 day',
    sentence: productSentence(
      {
        starts: 'first-login',
        validForSec: 86_400,
        untilCheckOut: false,
        limitations: [{ devices: 2, rateDownBps: 10_000_000 }],
      },
      { language, timeZone: 'Europe/Rome' },
    ),
    price: '€5.00',
    wifiName: undefined,
    loginHost: 'hotspot.lan',
    room: undefined,
    displayName: undefined,
    language,
    soldAt: 'Sat 13 June 20:04',
    copy: false,
    ...more,
  };
}

/** Names that have broken ticket printers: markup, emoji, three scripts, no end. */
export const hardNames = [
  '<script>alert(1)</script> & <img src=x onerror=alert(1)>',
  '👩‍👩‍👧‍👦 Café 🏖️ ❤️ 🇮🇹',
  'Гостиница «Ладога»',
  'Ξενοδοχείο Ακρόπολις',
  'فندق ميرامار 12',
  '旅館 さくら โรงแรม מלון',
  'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(8).slice(0, 300),
  'line\nbreak\u0000\u001b@\u202e reversed \u2067 isolated \ud800',
  '   ',
] as const;
