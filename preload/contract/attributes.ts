/** RADIUS attributes that a manager adds to guests, products and routers, by name and as text. */
import { z } from 'zod';
import { line, procedure } from './base';

/** A reply that needs more is a router configuration, not a product. */
export const MOST_ATTRIBUTES = 32;

/** As in the dictionary: 'Mikrotik-Address-List'. */
const attributeName = line(64);
/** 253 bytes is what an attribute can carry (RFC 2865 §5); written in hexadecimal, twice that and '0x'. */
const attributeValue = z
  .string()
  .min(1)
  .max(508)
  // Control characters are exactly what must not get in.
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters');

/** Added to the answer. */
export const replyAttribute = z.object({ name: attributeName, value: attributeValue });
export const replyAttributes = z.array(replyAttribute).max(MOST_ATTRIBUTES);

/** Must be so in the request. `=~` is a regular expression that the whole value has to match. */
export const checkAttribute = z.object({
  name: attributeName,
  operator: z.enum(['==', '!=', '=~', '>=', '<=']),
  value: attributeValue,
});
export const checkAttributes = z.array(checkAttribute).max(MOST_ATTRIBUTES);

export const attributeChoice = z.object({
  name: z.string(),
  vendor: z.enum(['standard', 'Microsoft', 'Ascend', 'WISPr', 'Mikrotik']),
  type: z.enum(['string', 'octets', 'integer', 'short', 'date', 'ipaddr', 'ipv6addr', 'ipv6prefix', 'ifid']),
  /** Named values of an integer; other numbers are allowed too. */
  values: z.array(z.object({ name: z.string(), value: z.int() })),
  use: z.enum(['check', 'reply', 'both']),
});

export const attributes = {
  /** What guests, products and routers may be given (reply), and what a guest's requests may be checked for (check). */
  list: procedure('technical')
    .input(z.object({ use: z.enum(['check', 'reply']).optional() }).default({}))
    .output(z.object({ rows: z.array(attributeChoice) })),
};
