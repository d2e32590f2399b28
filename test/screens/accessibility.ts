/** What a screen reader, a keyboard or weak eyes would trip over on the screen that is open. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** @returns one line per broken rule: its name, and where; empty when there is nothing to say */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await untilItStandsStill(page);
  // In the page itself: its other way opens a second window for every look, which Electron lacks and a slow computer feels.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** What fades in or out has hardly any contrast meanwhile. A wheel that turns while something is loaded never ends. */
async function untilItStandsStill(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
  );
}
