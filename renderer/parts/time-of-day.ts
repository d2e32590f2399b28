/** A time of day as a time field has it (HH:MM) and as the contract has it (minutes since midnight). */

export const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** '11:00' -> 660. */
export function minuteOf(text: string): number {
  const [, hours = '0', minutes = '0'] = timeOfDay.exec(text) ?? [];
  return Number(hours) * 60 + Number(minutes);
}

/** 660 -> '11:00'. */
export function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
