import type { Shell } from '../shell';
import { type Expansion, expandText } from './word';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What a prompt's text shows: backslash escapes, then expansions. Upstream: bash parse.y, decode_prompt_string. */
export function* expandPrompt(shell: Shell, prompt: string): Expansion<string> {
  if (shell.dialect === 'dash') return yield* expandText(shell, prompt);
  let out = '';
  for (let i = 0; i < prompt.length; i++) {
    const c = prompt[i]!;
    const next = prompt[i + 1];
    if (c !== '\\' || next === undefined) {
      out += c;
      continue;
    }
    const octal = /^[0-7]{3}/.exec(prompt.slice(i + 1));
    if (octal) {
      out += String.fromCharCode(parseInt(octal[0], 8));
      i += 3;
      continue;
    }
    const format = next === 'D' ? /^\{([^}]*)\}/.exec(prompt.slice(i + 2)) : null;
    if (format) i += format[0].length;
    out += escape(shell, next);
    i++;
  }
  return shell.shopt('promptvars') ? yield* expandText(shell, out) : out;
}

function escape(shell: Shell, letter: string): string {
  const { process } = shell;
  const date = new Date(process.clock.epochNow());
  const two = (n: number): string => String(n).padStart(2, '0');
  const [hours, minutes, seconds] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two);
  switch (letter) {
    case 'u':
      return shell.get('USER') ?? (process.credentials.uid === 0 ? 'root' : String(process.credentials.uid));
    case 'h':
      return process.host.hostname.replace(/\..*/, '');
    case 'H':
      return process.host.hostname;
    case 'w':
      return shortDirectory(shell).replace(/[$`\\]/g, '\\$&');
    case 'W': {
      const directory = shortDirectory(shell);
      return directory === '/' || directory === '~' ? directory : directory.replace(/.*\//, '');
    }
    case '$':
      return process.credentials.uid === 0 ? '#' : '\\$';
    case 's':
      return shell.name.replace(/.*\//, '').replace(/^-/, '');
    case 'v':
      return '5.2';
    case 'V':
      return '5.2.21';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'e':
      return '\x1b';
    case 'a':
      return '\x07';
    case 't':
      return `${hours}:${minutes}:${seconds}`;
    case 'T':
      return `${two(((date.getUTCHours() + 11) % 12) + 1)}:${minutes}:${seconds}`;
    case '@':
      return `${two(((date.getUTCHours() + 11) % 12) + 1)}:${minutes} ${date.getUTCHours() < 12 ? 'AM' : 'PM'}`;
    case 'A':
      return `${hours}:${minutes}`;
    case 'd':
      return `${DAYS[date.getUTCDay()]!} ${MONTHS[date.getUTCMonth()]!} ${two(date.getUTCDate())}`;
    case 'j':
      return String(shell.jobs.size);
    case 'l':
      return process.pty ? 'pts/0' : 'tty';
    case '!':
    case '#':
      return String(shell.history.length + 1);
    case '[':
      return '\x01';
    case ']':
      return '\x02';
    case '\\':
      return '\\\\';
    default:
      return `\\${letter}`;
  }
}

function shortDirectory(shell: Shell): string {
  const cwd = shell.get('PWD') ?? shell.process.fs.cwd;
  const home = shell.get('HOME');
  if (!home || home === '/') return cwd;
  if (cwd === home) return '~';
  return cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
}
