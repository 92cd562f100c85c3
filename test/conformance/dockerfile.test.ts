import { expect } from 'vitest';
import { expandWord } from '#docker/builder/word';
import { parseDockerfile, type Node } from '#docker/builder/parser';
import { fixture, suite } from './fixtures';

interface Case {
  group: 'parser' | 'word' | 'words';
  name?: string;
  input: string | { text: string; env: Record<string, string> };
  expect?: string | string[];
  error?: boolean;
  env?: Record<string, string>;
}

type Piece = Pick<Node, 'value' | 'flags' | 'args' | 'json'> & Partial<Pick<Node, 'heredocs'>>;

const dump = ({ value, flags, args }: Piece): string => {
  const words = args.map((argument) => (argument.node ? dump(argument.node) : JSON.stringify(argument.value)));
  const marks = flags.length > 0 ? [`[${flags.map((flag) => JSON.stringify(flag)).join(' ')}]`] : [];
  return `(${[value.toLowerCase(), ...marks, ...words].join(' ')})`;
};

const file = (): { env: Record<string, string>; cases: Case[] } => fixture('docker/dockerfile.json');

const run = (item: Case): unknown => {
  if (item.group === 'parser') {
    return parseDockerfile(item.input as string)
      .nodes.map((node) => `${dump(node)}\n`)
      .join('');
  }
  const { text, env } = typeof item.input === 'string' ? { text: item.input, env: file().env } : item.input;
  const expanded = expandWord(text, (name) => env[name]);
  return item.group === 'word' ? expanded.text : expanded.words;
};

suite(
  'docker/dockerfile',
  () => file().cases,
  (item, index) => `${item.group} ${item.name ?? `${String(index)} ${JSON.stringify(item.input)}`}`,
  (item) => {
    if (item.error) expect(() => run(item)).toThrow();
    else expect(run(item)).toEqual(item.expect);
  },
  {
    'words 219 {"text":"hel\\"lo${trailing}\\"","env":{"hi":"hi","space":"abc  def","leading":"  ab c","trailing":"ab c   "}}':
      'the recording lost the blanks at the end of its line',
    'words 220 {"text":"hello\\" there  \\"","env":{"hi":"hi","space":"abc  def","leading":"  ab c","trailing":"ab c   "}}':
      'the recording lost the blanks at the end of its line',
  },
);
