/** Network addresses as they are typed. What they mean is read by the venue (main/office/addresses.ts). */
import { z } from 'zod';

/** A MAC address in any of the ways RouterOS and other systems write it. */
export const macAddress = z.string().trim().min(12).max(32);
export const ipv4Address = z.ipv4('must be an IPv4 address like 10.0.0.5');
export const ipv6Network = z.cidrv6('must be an IPv6 prefix like 2001:db8::/64');

/** Ones first, then zeros; 0.0.0.0 is no mask of anybody. */
export const ipv4Netmask = ipv4Address.refine((mask) => {
  const bits = mask
    .split('.')
    .map((byte) => Number(byte).toString(2).padStart(8, '0'))
    .join('');
  return /^1+0*$/.test(bits);
}, 'must be a netmask like 255.255.255.0');

/** What Framed-Route carries (RFC 2865 §5.22): destination with length, then gateway and metrics. */
export const framedRoute = z
  .string()
  .trim()
  .max(100)
  .regex(
    /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}( (\d{1,3}\.){3}\d{1,3}( \d{1,10}){0,5})?$/,
    'must be a route like "10.1.0.0/24 10.0.0.1 1"',
  )
  .refine((route) => z.cidrv4().safeParse(route.split(' ')[0]).success, 'must begin with a network like 10.1.0.0/24')
  .refine((route) => {
    const gateway = route.split(' ')[1];
    return gateway === undefined || z.ipv4().safeParse(gateway).success;
  }, 'must have an IPv4 address as gateway');
