import { tool } from '../program';

/** Proverbs and sayings that belong to everybody. */
const FORTUNES: readonly string[] = [
  'A journey of a thousand miles begins with a single step.\n\t\t-- Lao Tzu',
  'A ship in harbor is safe, but that is not what ships are built for.',
  'Measure twice, cut once.',
  'The early bird gets the worm, but the second mouse gets the cheese.',
  'Simplicity is the ultimate sophistication.',
  'A smooth sea never made a skilled sailor.',
  'When in doubt, read the logs.',
  'Fall seven times, stand up eight.\n\t\t-- Japanese proverb',
  'He who asks a question is a fool for a minute; he who does not remains a fool forever.',
  'Everything should be made as simple as possible, but not simpler.',
  'Little strokes fell great oaks.\n\t\t-- Benjamin Franklin',
  'The best time to plant a tree was twenty years ago. The second best time is now.',
  'Many hands make light work.',
  'You will be surprised by a loud noise.',
  'Today is a good day to make a backup.',
  'Do not put all your eggs in one container.',
];

/** fortune: a saying by chance. Simplified: a few proverbs in place of the cookie files. Upstream: fortune-mod. */
export const fortune = tool(
  'fortune',
  { short: 'acefilm:n:osuw', usage: '[-acefilosuw] [-n length] [-m pattern]' },
  async (process, options) => {
    const limit = options.number('n', 160);
    const fit = FORTUNES.filter((text) =>
      options.has('s') ? text.length <= limit : options.has('l') ? text.length > limit : true,
    );
    const list = fit.length > 0 ? fit : FORTUNES;
    await process.stdout.write(`${list[process.random.below(list.length)]!}\n`);
    return 0;
  },
);
