/**
 * What a refused guest reads on the login page (Reply-Message, RFC 2865 §5.18), in the languages of the contract. Short,
 * without secrets, and the same for an unknown name as for a wrong password: a stranger must not learn which codes exist.
 */
import { languages, type Language } from '../../preload/contract/base';
import { fillText, type TextParams } from '../../preload/contract/faults';

export const guestMessageKeys = [
  'not-recognised',
  'wait-a-minute',
  'locked',
  'not-sold',
  'nothing-valid',
  'not-begun',
  'ended',
  'time-used-up',
  'quota-used-up',
  'used-up-for-now',
  'outside-hours',
  'too-many-sessions',
  'too-many-devices',
  'device-not-allowed',
  'not-here',
  'not-this-way',
] as const;
export type GuestMessageKey = (typeof guestMessageKeys)[number];

const messages: Readonly<Record<Language, Readonly<Record<GuestMessageKey, string>>>> = {
  en: {
    'not-recognised': 'Code, name or password not recognised. Please check it and try again.',
    'wait-a-minute': 'Too many attempts. Please wait a minute and try again.',
    locked: 'This access is locked. Please ask at reception.',
    'not-sold': 'This card is not active yet. Please show it at reception.',
    'nothing-valid': 'There is no valid access for this name. Please ask at reception.',
    'not-begun': 'This access is not valid yet. Please ask at reception.',
    ended: 'The time of this access is over. You can get a new one at reception.',
    'time-used-up': 'The online time of this access is used up. You can get more at reception.',
    'quota-used-up': 'The data allowance of this access is used up. You can get more at reception.',
    'used-up-for-now': 'The allowance of this access is used up for now. There is more from {at}.',
    'outside-hours': 'This access does not work at this hour. It works again from {at}.',
    'too-many-sessions': 'Too many devices are online with this access. Log off on another device first.',
    'too-many-devices': 'This access is already in use on as many devices as it allows.',
    'device-not-allowed': 'This device may not be used here. Please ask at reception.',
    'not-here': 'This access does not work on this network. Please ask at reception.',
    'not-this-way': 'It is not possible to log in this way. Please ask at reception.',
  },
  it: {
    'not-recognised': 'Codice, nome o password non riconosciuti. Controlli e riprovi.',
    'wait-a-minute': 'Troppi tentativi. Attenda un minuto e riprovi.',
    locked: 'Questo accesso è bloccato. Si rivolga alla reception.',
    'not-sold': 'Questa tessera non è ancora attiva. La mostri alla reception.',
    'nothing-valid': 'Nessun accesso valido per questo nome. Si rivolga alla reception.',
    'not-begun': 'Questo accesso non è ancora valido. Si rivolga alla reception.',
    ended: 'Il tempo di questo accesso è scaduto. Può averne uno nuovo alla reception.',
    'time-used-up': 'Il tempo di connessione è esaurito. Può averne altro alla reception.',
    'quota-used-up': 'Il traffico dati è esaurito. Può averne altro alla reception.',
    'used-up-for-now': 'Il credito di questo accesso è esaurito per ora. Ne avrà altro dal {at}.',
    'outside-hours': 'Questo accesso non vale a quest’ora. Vale di nuovo dal {at}.',
    'too-many-sessions': 'Troppi dispositivi connessi con questo accesso. Ne disconnetta prima un altro.',
    'too-many-devices': 'Questo accesso è già usato sul numero massimo di dispositivi.',
    'device-not-allowed': 'Questo dispositivo non può essere usato qui. Si rivolga alla reception.',
    'not-here': 'Questo accesso non vale su questa rete. Si rivolga alla reception.',
    'not-this-way': 'Non è possibile accedere in questo modo. Si rivolga alla reception.',
  },
  es: {
    'not-recognised': 'Código, nombre o contraseña no reconocidos. Compruébelo e inténtelo de nuevo.',
    'wait-a-minute': 'Demasiados intentos. Espere un minuto e inténtelo de nuevo.',
    locked: 'Este acceso está bloqueado. Consulte en recepción.',
    'not-sold': 'Esta tarjeta todavía no está activa. Muéstrela en recepción.',
    'nothing-valid': 'No hay ningún acceso válido para este nombre. Consulte en recepción.',
    'not-begun': 'Este acceso todavía no es válido. Consulte en recepción.',
    ended: 'El tiempo de este acceso ha terminado. Puede obtener otro en recepción.',
    'time-used-up': 'El tiempo de conexión está agotado. Puede obtener más en recepción.',
    'quota-used-up': 'Los datos de este acceso están agotados. Puede obtener más en recepción.',
    'used-up-for-now': 'El consumo de este acceso está agotado por ahora. Habrá más a partir del {at}.',
    'outside-hours': 'Este acceso no funciona a esta hora. Funciona de nuevo a partir del {at}.',
    'too-many-sessions': 'Hay demasiados dispositivos conectados con este acceso. Desconecte primero otro.',
    'too-many-devices': 'Este acceso ya se usa en el número máximo de dispositivos.',
    'device-not-allowed': 'Este dispositivo no se puede usar aquí. Consulte en recepción.',
    'not-here': 'Este acceso no funciona en esta red. Consulte en recepción.',
    'not-this-way': 'No es posible conectarse de esta forma. Consulte en recepción.',
  },
  de: {
    'not-recognised': 'Code, Name oder Passwort nicht erkannt. Bitte prüfen und noch einmal versuchen.',
    'wait-a-minute': 'Zu viele Versuche. Bitte eine Minute warten und noch einmal versuchen.',
    locked: 'Dieser Zugang ist gesperrt. Bitte an der Rezeption fragen.',
    'not-sold': 'Diese Karte ist noch nicht freigeschaltet. Bitte an der Rezeption vorzeigen.',
    'nothing-valid': 'Für diesen Namen gibt es keinen gültigen Zugang. Bitte an der Rezeption fragen.',
    'not-begun': 'Dieser Zugang ist noch nicht gültig. Bitte an der Rezeption fragen.',
    ended: 'Die Zeit dieses Zugangs ist abgelaufen. Einen neuen gibt es an der Rezeption.',
    'time-used-up': 'Die Online-Zeit dieses Zugangs ist verbraucht. Mehr gibt es an der Rezeption.',
    'quota-used-up': 'Das Datenvolumen dieses Zugangs ist verbraucht. Mehr gibt es an der Rezeption.',
    'used-up-for-now': 'Das Guthaben dieses Zugangs ist vorerst verbraucht. Mehr gibt es ab {at}.',
    'outside-hours': 'Dieser Zugang gilt um diese Zeit nicht. Er gilt wieder ab {at}.',
    'too-many-sessions': 'Mit diesem Zugang sind zu viele Geräte online. Bitte zuerst ein anderes abmelden.',
    'too-many-devices': 'Dieser Zugang wird bereits auf der erlaubten Zahl von Geräten benutzt.',
    'device-not-allowed': 'Dieses Gerät darf hier nicht benutzt werden. Bitte an der Rezeption fragen.',
    'not-here': 'Dieser Zugang gilt nicht in diesem Netz. Bitte an der Rezeption fragen.',
    'not-this-way': 'Auf diesem Weg ist keine Anmeldung möglich. Bitte an der Rezeption fragen.',
  },
  fr: {
    'not-recognised': 'Code, nom ou mot de passe non reconnu. Vérifiez et réessayez.',
    'wait-a-minute': 'Trop de tentatives. Attendez une minute et réessayez.',
    locked: 'Cet accès est bloqué. Adressez-vous à la réception.',
    'not-sold': 'Cette carte n’est pas encore activée. Présentez-la à la réception.',
    'nothing-valid': 'Aucun accès valable pour ce nom. Adressez-vous à la réception.',
    'not-begun': 'Cet accès n’est pas encore valable. Adressez-vous à la réception.',
    ended: 'La durée de cet accès est écoulée. Vous pouvez en obtenir un autre à la réception.',
    'time-used-up': 'Le temps de connexion est épuisé. Vous pouvez en obtenir à la réception.',
    'quota-used-up': 'Le volume de données est épuisé. Vous pouvez en obtenir à la réception.',
    'used-up-for-now': 'Le crédit de cet accès est épuisé pour l’instant. Il y en aura à partir du {at}.',
    'outside-hours': 'Cet accès n’est pas valable à cette heure. Il le sera à partir du {at}.',
    'too-many-sessions': 'Trop d’appareils sont connectés avec cet accès. Déconnectez-en d’abord un autre.',
    'too-many-devices': 'Cet accès est déjà utilisé sur le nombre maximal d’appareils.',
    'device-not-allowed': 'Cet appareil ne peut pas être utilisé ici. Adressez-vous à la réception.',
    'not-here': 'Cet accès n’est pas valable sur ce réseau. Adressez-vous à la réception.',
    'not-this-way': 'Il n’est pas possible de se connecter ainsi. Adressez-vous à la réception.',
  },
  pt: {
    'not-recognised': 'Código, nome ou palavra-passe não reconhecidos. Verifique e tente de novo.',
    'wait-a-minute': 'Demasiadas tentativas. Aguarde um minuto e tente de novo.',
    locked: 'Este acesso está bloqueado. Dirija-se à receção.',
    'not-sold': 'Este cartão ainda não está ativo. Mostre-o na receção.',
    'nothing-valid': 'Não há um acesso válido para este nome. Dirija-se à receção.',
    'not-begun': 'Este acesso ainda não é válido. Dirija-se à receção.',
    ended: 'O tempo deste acesso terminou. Pode obter outro na receção.',
    'time-used-up': 'O tempo de ligação está esgotado. Pode obter mais na receção.',
    'quota-used-up': 'Os dados deste acesso estão esgotados. Pode obter mais na receção.',
    'used-up-for-now': 'O crédito deste acesso está esgotado por agora. Haverá mais a partir de {at}.',
    'outside-hours': 'Este acesso não funciona a esta hora. Volta a funcionar a partir de {at}.',
    'too-many-sessions': 'Há demasiados dispositivos ligados com este acesso. Desligue primeiro outro.',
    'too-many-devices': 'Este acesso já é usado no número máximo de dispositivos.',
    'device-not-allowed': 'Este dispositivo não pode ser usado aqui. Dirija-se à receção.',
    'not-here': 'Este acesso não funciona nesta rede. Dirija-se à receção.',
    'not-this-way': 'Não é possível entrar desta forma. Dirija-se à receção.',
  },
  ar: {
    'not-recognised': 'الرمز أو الاسم أو كلمة المرور غير صحيحة. يرجى التحقق والمحاولة مرة أخرى.',
    'wait-a-minute': 'محاولات كثيرة. يرجى الانتظار دقيقة ثم المحاولة مرة أخرى.',
    locked: 'هذا الدخول مقفل. يرجى مراجعة الاستقبال.',
    'not-sold': 'هذه البطاقة غير مفعلة بعد. يرجى إبرازها في الاستقبال.',
    'nothing-valid': 'لا يوجد دخول صالح لهذا الاسم. يرجى مراجعة الاستقبال.',
    'not-begun': 'هذا الدخول لم يبدأ بعد. يرجى مراجعة الاستقبال.',
    ended: 'انتهت مدة هذا الدخول. يمكنك الحصول على دخول جديد من الاستقبال.',
    'time-used-up': 'انتهى وقت الاتصال. يمكنك الحصول على المزيد من الاستقبال.',
    'quota-used-up': 'انتهت باقة البيانات. يمكنك الحصول على المزيد من الاستقبال.',
    'used-up-for-now': 'انتهى رصيد هذا الدخول حاليا. يتوفر المزيد ابتداء من {at}.',
    'outside-hours': 'لا يعمل هذا الدخول في هذه الساعة. يعمل مرة أخرى ابتداء من {at}.',
    'too-many-sessions': 'عدد الأجهزة المتصلة بهذا الدخول كبير. افصل جهازا آخر أولا.',
    'too-many-devices': 'هذا الدخول مستخدم على أقصى عدد مسموح من الأجهزة.',
    'device-not-allowed': 'لا يسمح باستخدام هذا الجهاز هنا. يرجى مراجعة الاستقبال.',
    'not-here': 'هذا الدخول لا يعمل على هذه الشبكة. يرجى مراجعة الاستقبال.',
    'not-this-way': 'لا يمكن تسجيل الدخول بهذه الطريقة. يرجى مراجعة الاستقبال.',
  },
};

/** The text, filled from params, in the first of these languages that we speak ('de-AT' is 'de'); English if none is. */
export function guestMessage(
  key: GuestMessageKey,
  wanted: readonly (string | null | undefined)[],
  params: TextParams = {},
): string {
  return fillText(messages[spokenOf(wanted)][key], params);
}

function spokenOf(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const base = tag?.toLowerCase().split('-')[0];
    const spoken = languages.find((language) => language === base);
    if (spoken !== undefined) return spoken;
  }
  return 'en';
}
