/** RADIUS attributes that a manager adds to guests, products and routers, by name and as text. */
import { z } from 'zod';
import { line } from './base';

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
