/** Imported first of all: the page's CSP has no 'unsafe-eval', and zod probes for it when the first schema is made. */
import { config } from 'zod';

config({ jitless: true });
