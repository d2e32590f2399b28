/** PINs of operators: short, and so not the ones a guesser tries first. */
import { z } from 'zod';

export const pinDigits = /^\d{4,8}$/;

/** All the same digit (0000), or a run up or down (1234, 8765). */
export function isEasyPin(digits: string): boolean {
  const values = Array.from(digits, Number);
  const steps = new Set(values.slice(1).map((value, index) => value - values[index]!));
  const [step] = steps;
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 1;
}

export const pin = z
  .string()
  .regex(pinDigits, 'must be 4 to 8 digits')
  .refine((digits) => !isEasyPin(digits), 'is too easy to guess');
