/**
 * The few words of the shell itself (tray, quit, notices), in the language of the computer. Everything inside a window
 * is in renderer/text; the shell cannot read that: it speaks before, without and after a window.
 */
import { languages, type Language } from '../../preload/contract/base';
import { fillText } from '../../preload/contract/faults';
import type { UpdateNews, Venue } from '../venue';

/** What begins now, of an update. */
export type UpdateStep = Extract<UpdateNews, { readonly kind: 'step' }>;

export interface ShellText {
  readonly open: string;
  readonly quit: string;
  /** Tray status; `{online}` guests. */
  readonly statusReady: string;
  readonly statusNotReady: string;
  readonly quitQuestion: string;
  /** What stops, in the order of importance. */
  readonly quitStopsRadius: string;
  readonly quitNobodyOnline: string;
  readonly quitOnline: string;
  readonly quitPrinting: string;
  readonly cancel: string;
  readonly stillRunningTitle: string;
  readonly stillRunning: string;
  readonly crashTitle: string;
  /** `{file}`: the log. */
  readonly crash: string;
  readonly goOn: string;
  readonly restart: string;
  readonly updateTitle: string;
  /** `{step}` of `{of}` steps; `{what}` is one of the five below. */
  readonly updateStep: string;
  readonly updateCheck: string;
  readonly updateCopy: string;
  readonly updateCheckCopy: string;
  readonly updateChange: string;
  readonly updateFinish: string;
  /** What becomes of the data and the guests meanwhile, and what to do: nothing. */
  readonly updateCalm: string;
}

const texts: Readonly<Record<Language, ShellText>> = {
  en: {
    open: 'Open Gatehouse',
    quit: 'Quit',
    statusReady: 'RADIUS is running · {online} online',
    statusNotReady: 'RADIUS is not running: open Gatehouse',
    quitQuestion: 'Quit Gatehouse?',
    quitStopsRadius: 'RADIUS stops: new guests cannot log in until Gatehouse is started again.',
    quitNobodyOnline: 'Nobody is online now.',
    quitOnline: 'Online now: {online}. They stay online, but their time and data are not counted meanwhile.',
    quitPrinting: 'Tickets waiting for the printer: {printing}. They can be reprinted later.',
    cancel: 'Cancel',
    stillRunningTitle: 'Gatehouse goes on',
    stillRunning: 'RADIUS still answers. Open the window again from the tray icon, or by starting Gatehouse again.',
    crashTitle: 'Something went wrong inside Gatehouse',
    crash: 'It was written to the log {file}. RADIUS goes on by itself; if anything looks odd, restart Gatehouse.',
    goOn: 'Go on',
    restart: 'Restart',
    updateTitle: 'Gatehouse is being brought up to date',
    updateStep: 'Step {step} of {of}: {what}',
    updateCheck: 'checking the data',
    updateCopy: 'making a copy of the data',
    updateCheckCopy: 'checking the copy',
    updateChange: 'changing the data',
    updateFinish: 'finishing',
    updateCalm:
      'A copy of the data is made first and kept. Until this is done, new guests cannot log in. Please leave the computer on: Gatehouse opens by itself.',
  },
  it: {
    open: 'Apri Gatehouse',
    quit: 'Esci',
    statusReady: 'RADIUS è attivo · {online} online',
    statusNotReady: 'RADIUS non è attivo: apri Gatehouse',
    quitQuestion: 'Uscire da Gatehouse?',
    quitStopsRadius: 'RADIUS si ferma: i nuovi ospiti non possono accedere finché Gatehouse non viene riavviato.',
    quitNobodyOnline: 'Nessuno è online in questo momento.',
    quitOnline: 'Online ora: {online}. Restano online, ma intanto tempo e dati non vengono conteggiati.',
    quitPrinting: 'Biglietti in attesa della stampante: {printing}. Si possono ristampare più tardi.',
    cancel: 'Annulla',
    stillRunningTitle: 'Gatehouse continua a funzionare',
    stillRunning:
      'RADIUS risponde ancora. Riapri la finestra dall’icona nell’area di notifica o avviando di nuovo Gatehouse.',
    crashTitle: 'Qualcosa è andato storto in Gatehouse',
    crash:
      'È stato scritto nel registro {file}. RADIUS continua da solo; se qualcosa sembra strano, riavvia Gatehouse.',
    goOn: 'Continua',
    restart: 'Riavvia',
    updateTitle: 'Gatehouse viene aggiornato',
    updateStep: 'Passo {step} di {of}: {what}',
    updateCheck: 'controllo dei dati',
    updateCopy: 'copia dei dati',
    updateCheckCopy: 'controllo della copia',
    updateChange: 'modifica dei dati',
    updateFinish: 'conclusione',
    updateCalm:
      'Prima viene fatta e conservata una copia dei dati. Fino alla fine i nuovi ospiti non possono accedere. Lasciare il computer acceso: Gatehouse si apre da solo.',
  },
  es: {
    open: 'Abrir Gatehouse',
    quit: 'Salir',
    statusReady: 'RADIUS está en marcha · {online} en línea',
    statusNotReady: 'RADIUS no está en marcha: abra Gatehouse',
    quitQuestion: '¿Salir de Gatehouse?',
    quitStopsRadius:
      'RADIUS se detiene: los nuevos huéspedes no podrán conectarse hasta que Gatehouse se inicie de nuevo.',
    quitNobodyOnline: 'Ahora no hay nadie en línea.',
    quitOnline: 'En línea ahora: {online}. Siguen en línea, pero mientras tanto no se cuentan su tiempo ni sus datos.',
    quitPrinting: 'Tickets a la espera de la impresora: {printing}. Se pueden reimprimir más tarde.',
    cancel: 'Cancelar',
    stillRunningTitle: 'Gatehouse sigue funcionando',
    stillRunning:
      'RADIUS sigue respondiendo. Vuelva a abrir la ventana desde el icono de la bandeja o iniciando Gatehouse.',
    crashTitle: 'Algo ha fallado en Gatehouse',
    crash: 'Se ha anotado en el registro {file}. RADIUS sigue por sí solo; si algo parece raro, reinicie Gatehouse.',
    goOn: 'Continuar',
    restart: 'Reiniciar',
    updateTitle: 'Gatehouse se está actualizando',
    updateStep: 'Paso {step} de {of}: {what}',
    updateCheck: 'comprobación de los datos',
    updateCopy: 'copia de los datos',
    updateCheckCopy: 'comprobación de la copia',
    updateChange: 'modificación de los datos',
    updateFinish: 'finalización',
    updateCalm:
      'Antes se hace una copia de los datos, que se conserva. Hasta que termine, los nuevos huéspedes no pueden conectarse. Deje el ordenador encendido: Gatehouse se abre solo.',
  },
  de: {
    open: 'Gatehouse öffnen',
    quit: 'Beenden',
    statusReady: 'RADIUS läuft · {online} online',
    statusNotReady: 'RADIUS läuft nicht: Gatehouse öffnen',
    quitQuestion: 'Gatehouse beenden?',
    quitStopsRadius: 'RADIUS hält an: Neue Gäste können sich erst wieder anmelden, wenn Gatehouse gestartet ist.',
    quitNobodyOnline: 'Jetzt ist niemand online.',
    quitOnline: 'Jetzt online: {online}. Sie bleiben online, aber Zeit und Daten werden so lange nicht gezählt.',
    quitPrinting: 'Tickets, die auf den Drucker warten: {printing}. Sie können später nachgedruckt werden.',
    cancel: 'Abbrechen',
    stillRunningTitle: 'Gatehouse läuft weiter',
    stillRunning:
      'RADIUS antwortet weiter. Das Fenster öffnet sich wieder über das Symbol im Infobereich oder mit einem neuen Start.',
    crashTitle: 'In Gatehouse ist etwas schiefgegangen',
    crash:
      'Es steht im Protokoll {file}. RADIUS läuft selbständig weiter; wenn etwas seltsam aussieht, Gatehouse neu starten.',
    goOn: 'Weiter',
    restart: 'Neu starten',
    updateTitle: 'Gatehouse wird auf den neuen Stand gebracht',
    updateStep: 'Schritt {step} von {of}: {what}',
    updateCheck: 'Daten prüfen',
    updateCopy: 'Daten kopieren',
    updateCheckCopy: 'Kopie prüfen',
    updateChange: 'Daten umstellen',
    updateFinish: 'Abschluss',
    updateCalm:
      'Vorher wird eine Kopie der Daten gemacht und aufgehoben. Bis das fertig ist, können sich neue Gäste nicht anmelden. Bitte den Computer eingeschaltet lassen: Gatehouse öffnet sich von selbst.',
  },
  fr: {
    open: 'Ouvrir Gatehouse',
    quit: 'Quitter',
    statusReady: 'RADIUS fonctionne · {online} en ligne',
    statusNotReady: 'RADIUS ne fonctionne pas : ouvrez Gatehouse',
    quitQuestion: 'Quitter Gatehouse ?',
    quitStopsRadius:
      'RADIUS s’arrête : les nouveaux clients ne pourront pas se connecter tant que Gatehouse n’est pas relancé.',
    quitNobodyOnline: 'Personne n’est en ligne en ce moment.',
    quitOnline:
      'En ligne maintenant : {online}. Ils restent en ligne, mais temps et données ne sont plus comptés entre-temps.',
    quitPrinting: 'Tickets en attente de l’imprimante : {printing}. Ils pourront être réimprimés plus tard.',
    cancel: 'Annuler',
    stillRunningTitle: 'Gatehouse continue',
    stillRunning:
      'RADIUS répond toujours. Rouvrez la fenêtre depuis l’icône de notification ou en relançant Gatehouse.',
    crashTitle: 'Un problème est survenu dans Gatehouse',
    crash:
      'Il a été noté dans le journal {file}. RADIUS continue seul ; si quelque chose semble anormal, redémarrez Gatehouse.',
    goOn: 'Continuer',
    restart: 'Redémarrer',
    updateTitle: 'Gatehouse est en cours de mise à jour',
    updateStep: 'Étape {step} sur {of} : {what}',
    updateCheck: 'vérification des données',
    updateCopy: 'copie des données',
    updateCheckCopy: 'vérification de la copie',
    updateChange: 'modification des données',
    updateFinish: 'achèvement',
    updateCalm:
      'Une copie des données est d’abord faite et conservée. Jusqu’à la fin, les nouveaux clients ne peuvent pas se connecter. Laissez l’ordinateur allumé : Gatehouse s’ouvrira tout seul.',
  },
  pt: {
    open: 'Abrir o Gatehouse',
    quit: 'Sair',
    statusReady: 'RADIUS em funcionamento · {online} online',
    statusNotReady: 'RADIUS parado: abra o Gatehouse',
    quitQuestion: 'Sair do Gatehouse?',
    quitStopsRadius: 'O RADIUS para: novos hóspedes não podem entrar até o Gatehouse ser iniciado de novo.',
    quitNobodyOnline: 'Ninguém está online agora.',
    quitOnline: 'Online agora: {online}. Continuam online, mas entretanto o tempo e os dados não são contados.',
    quitPrinting: 'Bilhetes à espera da impressora: {printing}. Podem ser reimpressos mais tarde.',
    cancel: 'Cancelar',
    stillRunningTitle: 'O Gatehouse continua',
    stillRunning:
      'O RADIUS continua a responder. Reabra a janela pelo ícone da bandeja ou iniciando o Gatehouse de novo.',
    crashTitle: 'Algo correu mal no Gatehouse',
    crash:
      'Ficou escrito no registo {file}. O RADIUS continua sozinho; se algo parecer estranho, reinicie o Gatehouse.',
    goOn: 'Continuar',
    restart: 'Reiniciar',
    updateTitle: 'O Gatehouse está a ser atualizado',
    updateStep: 'Passo {step} de {of}: {what}',
    updateCheck: 'verificação dos dados',
    updateCopy: 'cópia dos dados',
    updateCheckCopy: 'verificação da cópia',
    updateChange: 'alteração dos dados',
    updateFinish: 'conclusão',
    updateCalm:
      'Primeiro é feita e guardada uma cópia dos dados. Até terminar, novos hóspedes não podem entrar. Deixe o computador ligado: o Gatehouse abre sozinho.',
  },
  ar: {
    open: 'فتح Gatehouse',
    quit: 'إنهاء',
    statusReady: 'خادم RADIUS يعمل · المتصلون: {online}',
    statusNotReady: 'خادم RADIUS متوقف: افتح Gatehouse',
    quitQuestion: 'هل تريد إنهاء Gatehouse؟',
    quitStopsRadius: 'يتوقف RADIUS: لن يتمكن الضيوف الجدد من الدخول حتى يُشغَّل Gatehouse من جديد.',
    quitNobodyOnline: 'لا أحد متصل الآن.',
    quitOnline: 'المتصلون الآن: {online}. يبقون متصلين، لكن لا يُحتسب وقتهم وبياناتهم أثناء ذلك.',
    quitPrinting: 'تذاكر تنتظر الطابعة: {printing}. يمكن إعادة طباعتها لاحقًا.',
    cancel: 'إلغاء',
    stillRunningTitle: 'Gatehouse ما زال يعمل',
    stillRunning: 'ما زال RADIUS يجيب. افتح النافذة من أيقونة شريط النظام أو بتشغيل Gatehouse من جديد.',
    crashTitle: 'حدث خطأ داخل Gatehouse',
    crash: 'كُتب الخطأ في السجل {file}. يستمر RADIUS وحده؛ إذا بدا شيء غريبًا فأعد تشغيل Gatehouse.',
    goOn: 'متابعة',
    restart: 'إعادة التشغيل',
    updateTitle: 'يجري تحديث Gatehouse',
    updateStep: 'الخطوة {step} من {of}: {what}',
    updateCheck: 'فحص البيانات',
    updateCopy: 'نسخ البيانات',
    updateCheckCopy: 'فحص النسخة',
    updateChange: 'تعديل البيانات',
    updateFinish: 'الإنهاء',
    updateCalm:
      'تُؤخذ نسخة من البيانات أولًا وتُحفظ. إلى أن ينتهي ذلك لا يستطيع الضيوف الجدد الدخول. يُرجى ترك الحاسوب يعمل: سيفتح Gatehouse من تلقاء نفسه.',
  },
};

/**
 * The words for a locale of the operating system ("de-AT", "pt_BR"); English for languages Gatehouse does not speak.
 */
export function shellText(locale: string): ShellText {
  return texts[shellLanguage(locale)];
}

/** The language that `shellText` speaks for a locale. */
export function shellLanguage(locale: string): Language {
  const spoken = locale.toLowerCase().split(/[-_]/)[0];
  return languages.find((language) => language === spoken) ?? 'en';
}

/** "Step 2 of 6: making a copy of the data". */
export function updateLine(text: ShellText, { name, step, of }: UpdateStep): string {
  const words: Readonly<Record<UpdateStep['name'], string>> = {
    check: text.updateCheck,
    copy: text.updateCopy,
    'check-copy': text.updateCheckCopy,
    change: text.updateChange,
    finish: text.updateFinish,
  };
  return fillText(text.updateStep, { step, of, what: words[name] });
}

/** "RADIUS is running · 12 online", in the words of `text`. */
export function statusLine(text: ShellText, { ready, onlineSessions }: ReturnType<Venue['describe']>): string {
  return ready ? fillText(text.statusReady, { online: onlineSessions }) : text.statusNotReady;
}
