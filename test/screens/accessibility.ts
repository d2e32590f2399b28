/** What a screen reader, a keyboard or weak eyes would trip over on the screen that is open. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** @returns one line per broken rule: its name, and where; empty when there is nothing to say */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  // In the page itself: its other way opens a second window for every look, which Electron lacks and a slow computer feels.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
