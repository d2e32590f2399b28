/** Where an attribute may be used by hand: what a request may be checked for, and what an answer may be given. */
import type { AttributeName } from './dictionary';

/**
 * Why an attribute is not to be had.
 * - `protocol`: Gatehouse itself signs, encrypts or recognises with it.
 * - `secret`: it carries a password or a key, which are never written as an attribute by hand.
 * - `accounting`: it only stands in accounting.
 */
export type Unavailable = 'protocol' | 'secret' | 'accounting';

export type AttributeUse =
  { readonly kind: 'check' | 'reply' | 'both' } | { readonly kind: 'none'; readonly why: Unavailable };

const unavailable: Readonly<Record<Unavailable, readonly AttributeName[]>> = {
  protocol: [
    'Message-Authenticator',
    'Proxy-State',
    'State',
    'Class',
    'EAP-Message',
    'EAP-Key-Name',
    'Vendor-Specific',
    'MS-CHAP-Response',
    'MS-CHAP-Challenge',
    'MS-CHAP-Error',
    'MS-CHAP2-Response',
    'MS-CHAP2-Success',
    'MS-MPPE-Encryption-Policy',
    'MS-MPPE-Encryption-Types',
    'CHAP-Challenge',
    'ARAP-Challenge-Response',
    'ARAP-Security',
    'ARAP-Security-Data',
    'Password-Retry',
    'Prompt',
  ],
  secret: [
    'User-Password',
    'CHAP-Password',
    'Tunnel-Password',
    'ARAP-Password',
    'MS-CHAP-CPW-1',
    'MS-CHAP-CPW-2',
    'MS-CHAP2-CPW',
    'MS-CHAP-LM-Enc-PW',
    'MS-CHAP-NT-Enc-PW',
    'MS-CHAP-MPPE-Keys',
    'MS-MPPE-Send-Key',
    'MS-MPPE-Recv-Key',
    'MS-Old-ARAP-Password',
    'MS-New-ARAP-Password',
    'MS-ARAP-PW-Change-Reason',
    'Digest-Response',
    'Digest-HA1',
    'PKM-Auth-Key',
  ],
  accounting: [
    'Acct-Status-Type',
    'Acct-Delay-Time',
    'Acct-Input-Octets',
    'Acct-Output-Octets',
    'Acct-Authentic',
    'Acct-Session-Time',
    'Acct-Input-Packets',
    'Acct-Output-Packets',
    'Acct-Terminate-Cause',
    'Acct-Link-Count',
    'Acct-Input-Gigawords',
    'Acct-Output-Gigawords',
    'Acct-Tunnel-Connection',
    'Acct-Tunnel-Packets-Lost',
    'Event-Timestamp',
    'Error-Cause',
    'MS-Acct-Auth-Type',
    'MS-Acct-EAP-Type',
  ],
};

/** Said by the router about the login; in an answer they mean nothing (RFC 2865 §5.44 and the tables after it). */
const requestOnly: ReadonlySet<AttributeName> = new Set<AttributeName>([
  // In an answer it would rename the session, and accounting would no longer find its guest.
  'User-Name',
  'NAS-IP-Address',
  'NAS-IPv6-Address',
  'NAS-Port',
  'NAS-Identifier',
  'NAS-Port-Type',
  'NAS-Port-Id',
  'Called-Station-Id',
  'Calling-Station-Id',
  'Connect-Info',
  'Acct-Session-Id',
  'Acct-Multi-Session-Id',
  'Operator-Name',
  'Location-Information',
  'Location-Data',
  'Location-Capable',
  'Mikrotik-Host-IP',
  'Mikrotik-Realm',
  'WISPr-Location-Id',
  'WISPr-Location-Name',
  'WISPr-Logoff-URL',
  'MS-RAS-Vendor',
  'MS-RAS-Version',
  'MS-CHAP-Domain',
  'SIP-AOR',
  'PKM-SS-Cert',
  'PKM-CA-Cert',
  'PKM-Config-Settings',
  'PKM-Cryptosuite-List',
]);

/** Wished for by the router or given by the server: both make sense. All that is not named anywhere is an answer's. */
const requestAndReply: ReadonlySet<AttributeName> = new Set<AttributeName>([
  'Service-Type',
  'Framed-Protocol',
  'Framed-IP-Address',
  'Framed-IP-Netmask',
  'Framed-MTU',
  'Framed-Compression',
  'Framed-Interface-Id',
  'Framed-IPv6-Prefix',
  'Framed-IPv6-Address',
  'Delegated-IPv6-Prefix',
  'Login-IP-Host',
  'Login-IPv6-Host',
  'Login-LAT-Service',
  'Login-LAT-Node',
  'Login-LAT-Group',
  'Login-LAT-Port',
  'Callback-Number',
  'Port-Limit',
  'Tunnel-Type',
  'Tunnel-Medium-Type',
  'Tunnel-Client-Endpoint',
  'Tunnel-Server-Endpoint',
  'Tunnel-Private-Group-Id',
  'Tunnel-Preference',
  'Tunnel-Client-Auth-Id',
  'Tunnel-Server-Auth-Id',
  'Egress-VLANID',
  'Egress-VLAN-Name',
  'Ingress-Filters',
  'User-Priority-Table',
  'Chargeable-User-Identity',
  'Framed-Management',
  'Management-Transport-Protection',
  'PKM-SAID',
]);

const whyByName = new Map<AttributeName, Unavailable>();
for (const [why, names] of Object.entries(unavailable)) {
  for (const name of names) whyByName.set(name, why as Unavailable);
}

/** What an attribute may be used for. Digest attributes belong to a method that is not spoken, so only to requests. */
export function useOf(name: AttributeName): AttributeUse {
  const why = whyByName.get(name);
  if (why !== undefined) return { kind: 'none', why };
  if (requestOnly.has(name) || name.startsWith('Digest-')) return { kind: 'check' };
  return { kind: requestAndReply.has(name) ? 'both' : 'reply' };
}
