/** Names of the starter products in the venue's language: data of the venue, renamed as it likes. */
import type { StarterKey } from './starters';

export const starterNames: Readonly<Record<string, Readonly<Record<StarterKey, string>>>> = {
  en: { 'half-hour': '30 minutes', day: '1 day', week: '1 week', 'check-out': 'Until check-out', staff: 'Staff' },
  it: {
    'half-hour': '30 minuti',
    day: '1 giorno',
    week: '1 settimana',
    'check-out': 'Fino al check-out',
    staff: 'Personale',
  },
  es: { 'half-hour': '30 minutos', day: '1 día', week: '1 semana', 'check-out': 'Hasta la salida', staff: 'Personal' },
  de: { 'half-hour': '30 Minuten', day: '1 Tag', week: '1 Woche', 'check-out': 'Bis zur Abreise', staff: 'Personal' },
  fr: {
    'half-hour': '30 minutes',
    day: '1 jour',
    week: '1 semaine',
    'check-out': "Jusqu'au départ",
    staff: 'Personnel',
  },
  pt: { 'half-hour': '30 minutos', day: '1 dia', week: '1 semana', 'check-out': 'Até ao check-out', staff: 'Equipa' },
  ar: { 'half-hour': '30 دقيقة', day: 'يوم واحد', week: 'أسبوع واحد', 'check-out': 'حتى المغادرة', staff: 'الموظفون' },
};
