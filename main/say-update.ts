/** What whoever starts the service in a terminal reads while the data of an earlier Gatehouse is brought up to date. */
import type { UpdateNews } from './venue';

type Step = Extract<UpdateNews, { readonly kind: 'step' }>;

const words: Readonly<Record<Step['name'], string>> = {
  check: 'checking the data',
  copy: 'making a copy of the data as it is',
  'check-copy': 'checking the copy',
  change: 'changing the data',
  finish: 'checking what was changed and writing it to the disk',
};

/** The lines for one piece of news. What failed is said with the other faults. */
export function updateLines(news: UpdateNews): readonly string[] {
  if (news.kind === 'failed') return [];
  if (news.kind === 'done')
    return [
      `The data is up to date; it took ${(news.tookMs / 1_000).toFixed(1)} s.`,
      `A copy of it as it was before lies in ${news.copiesFolder}.`,
    ];
  const line = `Step ${news.step} of ${news.of}: ${words[news.name]}`;
  if (news.step > 1) return [line];
  return ['Gatehouse is being brought up to date. Leave this computer on: until then no guest can log in.', line];
}
