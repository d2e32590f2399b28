/**
 * What a product allows, in one sentence, and the other words on paper, in every language of the contract.
 * They live here and not in renderer/text because the paper speaks the guest's language, in the main process too.
 */
import { languages, type Language } from './base';
import { formatBytes, formatDateTime, formatDuration, formatRate } from './units';

type Maybe<T> = T | null | undefined;

/** The limitation of a product as the contract or the database has it; null and undefined both mean no limit. */
export interface LimitationInWords {
  readonly downloadQuotaBytes?: Maybe<number>;
  readonly uploadQuotaBytes?: Maybe<number>;
  readonly totalQuotaBytes?: Maybe<number>;
  readonly uptimeSec?: Maybe<number>;
  readonly rateDownBps?: Maybe<number>;
  readonly rateUpBps?: Maybe<number>;
  /** Not said: no guest buys an idle timeout. */
  readonly idleTimeoutSec?: Maybe<number>;
  readonly simultaneousSessions?: Maybe<number>;
  readonly devices?: Maybe<number>;
}

export interface ProductInWords {
  readonly starts: 'first-login' | 'now';
  readonly validForSec?: Maybe<number>;
  readonly untilCheckOut: boolean;
  readonly limitation?: Maybe<LimitationInWords>;
}

export interface SentenceOptions {
  /** BCP 47; a language we do not speak is answered in English. */
  readonly language: string;
  /** IANA zone of the venue. */
  readonly timeZone: string;
  /** When it ends, once that is known (until check-out, starts at the sale, or running already). */
  readonly endsAtMs?: Maybe<number>;
}

/** Plural forms by Intl.PluralRules category; `{n}` is the formatted number. `other` stands in for a missing one. */
type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

interface SentenceWords {
  readonly fromFirstUse: string;
  readonly fromSale: string;
  readonly untilTime: string;
  readonly untilCheckOut: string;
  readonly noTimeLimit: string;
  readonly noLimit: string;
  readonly online: string;
  readonly download: string;
  readonly upload: string;
  readonly devices: Plural;
  readonly atATime: Plural;
  readonly devicesAtATime: Plural;
  readonly downAndUp: string;
  readonly up: string;
  /** Between the parts. */
  readonly comma: string;
}

const sentenceWords: Readonly<Record<Language, SentenceWords>> = {
  en: {
    fromFirstUse: 'Works {time} from first use',
    fromSale: 'Works {time} from the sale',
    untilTime: 'Valid until {time}',
    untilCheckOut: 'Works until check-out',
    noTimeLimit: 'No time limit',
    noLimit: 'No limit',
    online: '{time} online',
    download: '{size} download',
    upload: '{size} upload',
    devices: { one: '{n} device', other: '{n} devices' },
    atATime: { other: '{n} at a time' },
    devicesAtATime: { one: '{n} device at a time', other: '{n} devices at a time' },
    downAndUp: '{down} down, {up} up',
    up: '{up} up',
    comma: ', ',
  },
  it: {
    fromFirstUse: 'Vale {time} dal primo accesso',
    fromSale: 'Vale {time} dalla vendita',
    untilTime: 'Valido fino a {time}',
    untilCheckOut: 'Vale fino al check-out',
    noTimeLimit: 'Senza limiti di tempo',
    noLimit: 'Senza limiti',
    online: '{time} di connessione',
    download: '{size} in download',
    upload: '{size} in upload',
    devices: { one: '{n} dispositivo', other: '{n} dispositivi' },
    atATime: { other: '{n} alla volta' },
    devicesAtATime: { one: '{n} dispositivo alla volta', other: '{n} dispositivi alla volta' },
    downAndUp: '{down} in download, {up} in upload',
    up: '{up} in upload',
    comma: ', ',
  },
  es: {
    fromFirstUse: 'Válido {time} desde el primer uso',
    fromSale: 'Válido {time} desde la venta',
    untilTime: 'Válido hasta el {time}',
    untilCheckOut: 'Válido hasta el check-out',
    noTimeLimit: 'Sin límite de tiempo',
    noLimit: 'Sin límite',
    online: '{time} de conexión',
    download: '{size} de descarga',
    upload: '{size} de subida',
    devices: { one: '{n} dispositivo', other: '{n} dispositivos' },
    atATime: { other: '{n} a la vez' },
    devicesAtATime: { one: '{n} dispositivo a la vez', other: '{n} dispositivos a la vez' },
    downAndUp: '{down} de bajada, {up} de subida',
    up: '{up} de subida',
    comma: ', ',
  },
  de: {
    fromFirstUse: 'Gilt {time} ab der ersten Nutzung',
    fromSale: 'Gilt {time} ab dem Verkauf',
    untilTime: 'Gültig bis {time}',
    untilCheckOut: 'Gilt bis zum Check-out',
    noTimeLimit: 'Ohne Zeitlimit',
    noLimit: 'Ohne Limit',
    online: '{time} online',
    download: '{size} Download',
    upload: '{size} Upload',
    devices: { one: '{n} Gerät', other: '{n} Geräte' },
    atATime: { other: '{n} gleichzeitig' },
    devicesAtATime: { one: '{n} Gerät gleichzeitig', other: '{n} Geräte gleichzeitig' },
    downAndUp: '{down} Download, {up} Upload',
    up: '{up} Upload',
    comma: ', ',
  },
  fr: {
    fromFirstUse: 'Valable {time} dès la première connexion',
    fromSale: 'Valable {time} dès la vente',
    untilTime: 'Valable jusqu’au {time}',
    untilCheckOut: 'Valable jusqu’au départ',
    noTimeLimit: 'Sans limite de temps',
    noLimit: 'Sans limite',
    online: '{time} de connexion',
    download: '{size} en réception',
    upload: '{size} en envoi',
    devices: { one: '{n} appareil', other: '{n} appareils' },
    atATime: { other: '{n} à la fois' },
    devicesAtATime: { one: '{n} appareil à la fois', other: '{n} appareils à la fois' },
    downAndUp: '{down} en réception, {up} en envoi',
    up: '{up} en envoi',
    comma: ', ',
  },
  pt: {
    fromFirstUse: 'Válido por {time} a partir da primeira utilização',
    fromSale: 'Válido por {time} a partir da venda',
    untilTime: 'Válido até {time}',
    untilCheckOut: 'Válido até ao check-out',
    noTimeLimit: 'Sem limite de tempo',
    noLimit: 'Sem limite',
    online: '{time} de ligação',
    download: '{size} de download',
    upload: '{size} de upload',
    devices: { one: '{n} dispositivo', other: '{n} dispositivos' },
    atATime: { other: '{n} de cada vez' },
    devicesAtATime: { one: '{n} dispositivo de cada vez', other: '{n} dispositivos de cada vez' },
    downAndUp: '{down} de download, {up} de upload',
    up: '{up} de upload',
    comma: ', ',
  },
  ar: {
    fromFirstUse: 'يعمل لمدة {time} من أول استخدام',
    fromSale: 'يعمل لمدة {time} من وقت البيع',
    untilTime: 'صالح حتى {time}',
    untilCheckOut: 'صالح حتى موعد المغادرة',
    noTimeLimit: 'بلا حد زمني',
    noLimit: 'بلا حدود',
    online: '{time} من الاتصال',
    download: '{size} تنزيل',
    upload: '{size} رفع',
    devices: { one: 'جهاز واحد', two: 'جهازان', few: '{n} أجهزة', many: '{n} جهازًا', other: '{n} جهاز' },
    atATime: { one: 'واحد في الوقت نفسه', two: 'اثنان في الوقت نفسه', other: '{n} في الوقت نفسه' },
    devicesAtATime: {
      one: 'جهاز واحد في كل مرة',
      two: 'جهازان في الوقت نفسه',
      few: '{n} أجهزة في الوقت نفسه',
      many: '{n} جهازًا في الوقت نفسه',
      other: '{n} جهاز في الوقت نفسه',
    },
    downAndUp: '{down} تنزيل، {up} رفع',
    up: '{up} رفع',
    comma: '، ',
  },
};

/** From here on a ticket says the year as well: "14 June" would be read as the next one. */
const SAY_YEAR_FROM_SEC = 300 * 86_400;

/** The contract language for a BCP 47 tag ('pt-BR' -> 'pt'); English where we do not speak it. */
export function spokenLanguage(language: string): Language {
  const wanted = language.toLowerCase().split(/[-_]/)[0];
  return languages.find((known) => known === wanted) ?? 'en';
}

/**
 * What a product allows, for guest and operator: "Works 24 hours from first use, 2 devices, 10 Mbit/s".
 * Time first, then time online, volume, devices, speed (towards the guest first); "No limit" when nothing limits it.
 */
export function productSentence(product: ProductInWords, options: SentenceOptions): string {
  const language = spokenLanguage(options.language);
  const words = sentenceWords[language];
  const limitation = product.limitation ?? {};
  const limits = [
    ...sayUptime(limitation, language),
    ...sayQuotas(limitation, language),
    ...sayDevices(limitation, language),
    ...sayRates(limitation, language),
  ];
  const validity = sayValidity(product, options, language);
  if (validity) return [validity, ...limits].join(words.comma);
  if (limits.length === 0) return words.noLimit;
  // "2 hours online" says its time itself; a volume or a number of devices alone would leave the question open.
  return (limitation.uptimeSec ? limits : [words.noTimeLimit, ...limits]).join(words.comma);
}

function sayValidity(product: ProductInWords, options: SentenceOptions, language: Language): string | undefined {
  const words = sentenceWords[language];
  const validForSec = product.validForSec ?? undefined;
  if (options.endsAtMs != null) {
    const withYear = (validForSec ?? 0) >= SAY_YEAR_FROM_SEC;
    return fill(words.untilTime, { time: formatDateTime(options.endsAtMs, language, options.timeZone, withYear) });
  }
  if (product.untilCheckOut) return words.untilCheckOut;
  if (validForSec === undefined) return undefined;
  const template = product.starts === 'now' ? words.fromSale : words.fromFirstUse;
  return fill(template, { time: formatDuration(validForSec, language) });
}

function sayUptime(limitation: LimitationInWords, language: Language): string[] {
  if (!limitation.uptimeSec) return [];
  return [fill(sentenceWords[language].online, { time: formatDuration(limitation.uptimeSec, language) })];
}

function sayQuotas(limitation: LimitationInWords, language: Language): string[] {
  const { download, upload } = sentenceWords[language];
  const quotas = [
    [limitation.totalQuotaBytes, '{size}'],
    [limitation.downloadQuotaBytes, download],
    [limitation.uploadQuotaBytes, upload],
  ] as const;
  return quotas.flatMap(([count, template]) => (count ? [fill(template, { size: formatBytes(count, language) })] : []));
}

function sayDevices(limitation: LimitationInWords, language: Language): string[] {
  const words = sentenceWords[language];
  const { devices, simultaneousSessions } = limitation;
  if (!devices && !simultaneousSessions) return [];
  if (!devices) return [count(words.devicesAtATime, simultaneousSessions!, language)];
  const all = count(words.devices, devices, language);
  // As many at a time as there are devices: saying it twice would only raise questions.
  if (!simultaneousSessions || simultaneousSessions >= devices) return [all];
  return [all, count(words.atATime, simultaneousSessions, language)];
}

function sayRates(limitation: LimitationInWords, language: Language): string[] {
  const words = sentenceWords[language];
  const { rateDownBps, rateUpBps } = limitation;
  if (!rateDownBps && !rateUpBps) return [];
  if (!rateDownBps) return [fill(words.up, { up: formatRate(rateUpBps!, language) })];
  const down = formatRate(rateDownBps, language);
  if (!rateUpBps || rateUpBps === rateDownBps) return [down];
  return [fill(words.downAndUp, { down, up: withoutSameUnit(formatRate(rateUpBps, language), down) })];
}

/** "2 Mbit/s" beside "10 Mbit/s" is said as "2". */
function withoutSameUnit(rate: string, beside: string): string {
  const [value = rate, unit] = rate.split(' ');
  return beside.split(' ')[1] === unit ? value : rate;
}

function count(plural: Plural, n: number, language: Language): string {
  const form = plural[new Intl.PluralRules(language).select(n)] ?? plural.other;
  return fill(form, { n: new Intl.NumberFormat(language, { numberingSystem: 'latn' }).format(n) });
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

/** The words on a ticket beside the sentence. */
export interface PaperWords {
  readonly wifi: string;
  readonly code: string;
  readonly username: string;
  readonly password: string;
  readonly price: string;
  readonly room: string;
  readonly name: string;
  /** Stamped on a reprint. */
  readonly copy: string;
  readonly scanToLogIn: string;
  readonly scanToJoin: string;
  readonly testPage: string;
  /** Beneath the QR code of a test page. */
  readonly testPageQr: string;
}

const paperWords: Readonly<Record<Language, PaperWords>> = {
  en: {
    wifi: 'Wi-Fi',
    code: 'Code',
    username: 'Username',
    password: 'Password',
    price: 'Price',
    room: 'Room',
    name: 'Name',
    copy: 'COPY',
    scanToLogIn: 'Scan to log in',
    scanToJoin: 'Scan to join the Wi-Fi',
    testPage: 'Test page',
    testPageQr: 'This QR code was read back before printing',
  },
  it: {
    wifi: 'Wi-Fi',
    code: 'Codice',
    username: 'Nome utente',
    password: 'Password',
    price: 'Prezzo',
    room: 'Camera',
    name: 'Nome',
    copy: 'COPIA',
    scanToLogIn: 'Inquadra per accedere',
    scanToJoin: 'Inquadra per collegarti al Wi-Fi',
    testPage: 'Pagina di prova',
    testPageQr: 'Questo codice QR è stato riletto prima della stampa',
  },
  es: {
    wifi: 'Wi-Fi',
    code: 'Código',
    username: 'Usuario',
    password: 'Contraseña',
    price: 'Precio',
    room: 'Habitación',
    name: 'Nombre',
    copy: 'COPIA',
    scanToLogIn: 'Escanee para iniciar sesión',
    scanToJoin: 'Escanee para conectarse al Wi-Fi',
    testPage: 'Página de prueba',
    testPageQr: 'Este código QR se ha leído antes de imprimirlo',
  },
  de: {
    wifi: 'WLAN',
    code: 'Code',
    username: 'Benutzername',
    password: 'Passwort',
    price: 'Preis',
    room: 'Zimmer',
    name: 'Name',
    copy: 'KOPIE',
    scanToLogIn: 'Scannen und anmelden',
    scanToJoin: 'Scannen und mit dem WLAN verbinden',
    testPage: 'Testseite',
    testPageQr: 'Dieser QR-Code wurde vor dem Druck zurückgelesen',
  },
  fr: {
    wifi: 'Wi-Fi',
    code: 'Code',
    username: 'Identifiant',
    password: 'Mot de passe',
    price: 'Prix',
    room: 'Chambre',
    name: 'Nom',
    copy: 'COPIE',
    scanToLogIn: 'Scannez pour vous connecter',
    scanToJoin: 'Scannez pour rejoindre le Wi-Fi',
    testPage: 'Page de test',
    testPageQr: 'Ce code QR a été relu avant l’impression',
  },
  pt: {
    wifi: 'Wi-Fi',
    code: 'Código',
    username: 'Utilizador',
    password: 'Palavra-passe',
    price: 'Preço',
    room: 'Quarto',
    name: 'Nome',
    copy: 'CÓPIA',
    scanToLogIn: 'Leia o código para iniciar sessão',
    scanToJoin: 'Leia o código para se ligar ao Wi-Fi',
    testPage: 'Página de teste',
    testPageQr: 'Este código QR foi lido antes da impressão',
  },
  ar: {
    wifi: 'شبكة الواي فاي',
    code: 'الرمز',
    username: 'اسم المستخدم',
    password: 'كلمة المرور',
    price: 'السعر',
    room: 'الغرفة',
    name: 'الاسم',
    copy: 'نسخة',
    scanToLogIn: 'امسح الرمز لتسجيل الدخول',
    scanToJoin: 'امسح الرمز للاتصال بشبكة الواي فاي',
    testPage: 'صفحة اختبار',
    testPageQr: 'تمت قراءة رمز الاستجابة السريعة هذا قبل الطباعة',
  },
};

/** The words on a ticket in this language; English where we do not speak it. */
export function paperText(language: string): PaperWords {
  return paperWords[spokenLanguage(language)];
}
