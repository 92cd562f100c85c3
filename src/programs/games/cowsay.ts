import { decode, readAll } from '#io/streams';
import type { Program } from '#process/process';
import { tool } from '../program';

/** The figures, as Perl's cowsay keeps them: `$t` is the speech's line, `$e` the eyes, `$g` the tongue. */
const COWS: Readonly<Record<string, string>> = {
  default: `        $t   ^__^
         $t  ($e)\\_______
            (__)\\       )\\/\\
             $g ||----w |
                ||     ||
`,
  docker: `    $t
     $t
      $t
                    ##        .
              ## ## ##       ==
           ## ## ## ##      ===
       /""""""""""""""""___/ ===
  ~~~ {~~ ~~~~ ~~~ ~~~~ ~~ ~ /  ===- ~~~
       \\______ o          __/
        \\    \\        __/
          \\____\\______/
`,
  tux: `   $t
    $t
        .--.
       |o_o |
       |:_/ |
      //   \\ \\
     (|     | )
    /'\\_   _/\`\\
    \\___)=(___/

`,
};

/** Words in lines of at most so many characters. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.replace(/\n+$/, '').split(/\n\s*\n/)) {
    if (lines.length > 0) lines.push('');
    let line = '';
    for (const word of paragraph.split(/\s+/).filter((part) => part !== '')) {
      if (line !== '' && line.length + 1 + word.length >= width) {
        lines.push(line);
        line = '';
      }
      line = line === '' ? word : `${line} ${word}`;
      for (; line.length >= width; line = line.slice(width - 1)) lines.push(line.slice(0, width - 1));
    }
    lines.push(line);
  }
  return lines;
}

function balloon(lines: readonly string[], thinks: boolean): string {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = (at: number): readonly [string, string] => {
    if (thinks) return ['(', ')'];
    if (lines.length === 1) return ['<', '>'];
    return at === 0 ? ['/', '\\'] : at === lines.length - 1 ? ['\\', '/'] : ['|', '|'];
  };
  const body = lines.map((line, i) => `${edge(i)[0]} ${line.padEnd(width)} ${edge(i)[1]}\n`).join('');
  return ` ${'_'.repeat(width + 2)} \n${body} ${'-'.repeat(width + 2)} \n`;
}

const MOODS: Readonly<Record<string, readonly [string, string]>> = {
  b: ['==', '  '],
  d: ['xx', 'U '],
  g: ['$$', '  '],
  p: ['@@', '  '],
  s: ['**', 'U '],
  t: ['--', '  '],
  w: ['OO', '  '],
  y: ['..', '  '],
};

const define = (name: 'cowsay' | 'cowthink'): Program =>
  tool(
    name,
    { short: 'bde:f:ghlLnNpstT:wW:y', usage: '[-bdgpstwy] [-e eyes] [-f cowfile] [-T tongue] [message]' },
    async (process, options) => {
      if (options.has('l')) {
        await process.stdout.write(`Cow files in /usr/share/cowsay/cows:\n${Object.keys(COWS).join(' ')}\n`);
        return 0;
      }
      const figure = options.value('f') ?? process.env.get('COW') ?? 'default';
      const cow = COWS[figure.replace(/^.*\//, '').replace(/\.cow$/, '')];
      if (cow === undefined) {
        await process.stderr.write(`${name}: Could not find ${figure} cowfile!\n`);
        return 1;
      }
      const given = options.operands.length > 0 ? options.operands.join(' ') : decode(await readAll(process.stdin));
      const width = options.number('W', 40);
      const lines = options.has('n')
        ? given.replace(/\n$/, '').split('\n')
        : wrap(given.replaceAll('\t', '        '), width);
      const [eyes, tongue] = MOODS[options.last(...Object.keys(MOODS)) ?? ''] ?? ['oo', '  '];
      const shown: Readonly<Record<string, string>> = {
        $t: name === 'cowthink' ? 'o' : '\\',
        $e: (options.value('e') ?? eyes).slice(0, 2).padEnd(2),
        $g: (options.value('T') ?? tongue).slice(0, 2).padEnd(2),
      };
      await process.stdout.write(
        balloon(lines, name === 'cowthink') + cow.replace(/\$[teg]/g, (mark) => shown[mark] ?? mark),
      );
      return 0;
    },
  );

/** cowsay and cowthink: a cow that says or thinks what it is told. Upstream: cowsay 3.03. */
export const cowsay: readonly Program[] = [define('cowsay'), define('cowthink')];
