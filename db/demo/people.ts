/** Who stays at the demo hotel: names as they really are, in many scripts, some of them hard on a layout. */
import { pick, pickWeighted, whole, type Random } from './random';

export interface Person {
  readonly name: string;
  /** One of the languages tickets are printed in; null: the venue's. */
  readonly language: string | null;
}

interface Namesakes {
  readonly language: string | null;
  readonly first: readonly string[];
  readonly last: readonly string[];
}

const countries: readonly (readonly [Namesakes, number])[] = [
  [
    {
      language: 'it',
      first: ['Giulia', 'Marco', 'Chiara', 'Lorenzo', 'Niccolò', 'Francesca'],
      last: ['Rossi', 'Esposito', 'Bianchi', 'De Luca', "D'Angelo", 'Ferrari'],
    },
    26,
  ],
  [
    {
      language: 'de',
      first: ['Jürgen', 'Sabine', 'Lukas', 'Änne', 'Matthias', 'Heike'],
      last: ['Müller', 'Groß', 'Schäfer', 'Weiß', 'von der Heide', 'Köhler'],
    },
    18,
  ],
  [
    {
      language: 'en',
      first: ['Olivia', 'Jack', 'Amelia', 'Harry', 'Siân', 'George'],
      last: ["O'Brien", 'Smith', 'Wright-Phillips', 'Taylor', 'MacLeod', 'Evans'],
    },
    14,
  ],
  [
    {
      language: 'fr',
      first: ['Chloé', 'François', 'Hélène', 'Théo', 'Anaïs', 'Benoît'],
      last: ['Lefèvre', 'Dubois', 'Moreau', "L'Hôpital", 'Garçon', 'Mercier'],
    },
    10,
  ],
  [
    {
      language: 'es',
      first: ['María José', 'Íñigo', 'Lucía', 'Álvaro', 'Begoña', 'Joaquín'],
      last: ['Núñez Peña', 'García', 'Ibáñez', 'Muñoz', 'Echeverría', 'Ortega y Gasset'],
    },
    9,
  ],
  [
    {
      language: 'pt',
      first: ['João', 'Conceição', 'Tiago', 'Inês', 'Gonçalo', 'Beatriz'],
      last: ['Magalhães', 'Simões', 'da Conceição', 'Araújo', 'Falcão', 'Leitão'],
    },
    5,
  ],
  [
    {
      language: 'ar',
      first: ['محمد', 'فاطمة', 'عبد الرحمن', 'ليلى', 'يوسف', 'مريم'],
      last: ['الخطيب', 'بن علي', 'الحسيني', 'منصور', 'الشريف', 'عبد الله'],
    },
    5,
  ],
  [
    {
      language: null,
      first: ['Дмитрий', 'Анна', 'Сергей', 'Ольга', 'Олександр', 'Євгенія'],
      last: ['Соколов', 'Іваненко', 'Кузнецова', 'Шевченко', 'Морозова', 'Щербак'],
    },
    5,
  ],
  [
    {
      language: null,
      first: ['Αλέξανδρος', 'Ελένη', 'Γιώργος', 'Κατερίνα'],
      last: ['Παπαδόπουλος', 'Νικολάου', 'Οικονόμου', 'Βλάχος'],
    },
    4,
  ],
  [
    {
      language: null,
      first: ['Łukasz', 'Małgorzata', 'Þórdís', 'Søren', 'Åsa', 'Žofie'],
      last: ['Wójcik', 'Świątek', 'Björnsdóttir', 'Ørsted', 'Lindström', 'Dvořáková'],
    },
    6,
  ],
  [
    {
      language: null,
      first: ['Nguyễn Thị', 'Trần Văn', 'Phạm'],
      last: ['Minh Khai', 'Đức', 'Hồng Ánh'],
    },
    2,
  ],
  [{ language: null, first: ['王', '李', '田中', '김'], last: ['小明', '娜', 'さくら', '민준'] }, 2],
];

/** Names that a layout has to survive; the first of them are always among the guests. */
const hardNames: readonly Person[] = [
  { name: 'Doña María de la Concepción Fernández de Córdoba y Álvarez de Toledo-Osorio', language: 'es' },
  { name: 'Zoë 🌻 Sunshine 👩‍👩‍👧', language: 'en' },
  { name: 'Müller & Söhne <Tagung> "Saal 2"', language: 'de' },
  { name: 'أحمد Al-Fayed (VIP)', language: 'ar' },
  { name: 'Hubert Blaine Wolfeschlegelsteinhausenbergerdorff sen.', language: 'de' },
  { name: 'Jean-Baptiste de La Rochefoucauld-d’Estissac', language: 'fr' },
];

/** The `count`-th guest of the hotel: now and then one of the hard names. */
export function nextPerson(random: Random, count: number): Person {
  const hard = count % 25 === 3 ? hardNames[Math.floor(count / 25) % hardNames.length] : undefined;
  if (hard) return hard;
  const names = pickWeighted(random, countries);
  const [first, last] = [pick(random, names.first), pick(random, names.last)];
  return { name: `${first} ${last}`, language: names.language };
}

/** Three floors of twelve rooms, and the annexe by the lake. */
export function nextRoom(random: Random): string {
  if (random() < 0.06) return `Lake ${whole(random, 1, 4)}`;
  return `${whole(random, 1, 3)}${String(whole(random, 1, 12)).padStart(2, '0')}`;
}

/** A phone or laptop. Most phones show an address of their own making (second hexadecimal digit 2, 6, A or E). */
export function nextMacAddress(random: Random): string {
  const vendor = pick(random, ['3C:22:FB', 'F0:18:98', '8C:85:90', '34:E1:2D', 'A4:C3:F0']);
  const first = random() < 0.7 ? `${hexByte(random).charAt(0)}${pick(random, ['2', '6', 'A', 'E'])}` : undefined;
  const head = first === undefined ? vendor : [first, hexByte(random), hexByte(random)].join(':');
  return [head, hexByte(random), hexByte(random), hexByte(random)].join(':');
}

function hexByte(random: Random): string {
  return whole(random, 0, 255).toString(16).toUpperCase().padStart(2, '0');
}
