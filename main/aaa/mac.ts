/** MAC addresses in every way RouterOS and other NAS write them. */

/** 'XX:XX:…', 'XX-XX-…', 'XXXX.XXXX.XXXX', 'XXXXXX-XXXXXX', 'XXXXXXXXXXXX', blanks between; any case. */
const macPattern = /^[0-9a-f]{2}(?:[:\-. ]?[0-9a-f]{2}){5}$/i;
/**
 * A DHCP client identifier carries the hardware type before the MAC: 1 is Ethernet (RFC 2132 §9.14). RouterOS leaves out
 * the zeros at the front of its bytes: '1:2:0:0:aa:b:c'.
 */
const clientIdPattern = /^1:((?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2})$/i;
const hardwareType = '1:';

/** As RouterOS writes it, and as it is kept. */
const CANONICAL_CHARS = 17;
const canonicalPattern = /^[0-9A-F]{2}(?::[0-9A-F]{2}){5}$/;

/** 'AA:BB:CC:DD:EE:FF' if `text` is a MAC address in any of those forms; else undefined. */
export function readMac(text: string): string | undefined {
  if (text.length === CANONICAL_CHARS && canonicalPattern.test(text)) return text;
  const bare = bareOf(text);
  if (!macPattern.test(bare)) return undefined;
  const digits = bare.replace(/[^0-9a-f]/gi, '').toUpperCase();
  return digits.match(/../g)!.join(':');
}

/** Without the hardware type, if it has one, and then with all its zeros. */
function bareOf(text: string): string {
  const clientId = clientIdPattern.exec(text)?.[1];
  if (clientId !== undefined)
    return clientId
      .split(':')
      .map((byte) => byte.padStart(2, '0'))
      .join(':');
  return text.startsWith(hardwareType) && text.length > CANONICAL_CHARS ? text.slice(hardwareType.length) : text;
}

/**
 * What a device is told apart by: its MAC where Calling-Station-Id is one, otherwise the text as it came (L2TP and PPTP
 * send the caller's address), cut to what the column is meant for; '' when the router sent nothing.
 */
export function deviceKey(callingStationId: string | undefined): string {
  if (callingStationId === undefined) return '';
  return readMac(callingStationId) ?? callingStationId.slice(0, MOST_KEY_CHARS);
}

/** The longest IPv6 address with a zone is well below this. */
const MOST_KEY_CHARS = 64;
