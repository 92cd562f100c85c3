import { DockerfileError, heredocOf, type Node } from '../parser';
import {
  boolean,
  flag,
  flagValues,
  heredocText,
  values,
  word,
  type Action,
  type Instruction,
  type Scope,
} from '../instruction';

/** The arguments of COPY and ADD as told without variables. Throws DockerfileError. */
export function checkPaths(node: Node): void {
  const name = node.value.toUpperCase();
  if (node.args.length === 0 || node.args.length === 1) {
    throw new DockerfileError(
      `${name} requires at least two arguments, but only one was provided. Destination could not be determined`,
    );
  }
}

/** What COPY and ADD have in common. */
export function copyAction(node: Node, scope: Scope, verb: 'COPY' | 'ADD'): Action {
  const words = values(node);
  const target = word(words.at(-1)!, scope);
  const sources: string[] = [];
  const inline: { name: string; content: string }[] = [];
  let next = 0;
  for (const text of words.slice(0, -1)) {
    const heredoc = node.json ? undefined : heredocOf(text);
    if (!heredoc || !node.heredocs[next]) sources.push(word(text, scope));
    else inline.push({ name: heredoc.name, content: heredocText(node.heredocs[next++]!, scope) });
  }
  const value = (name: string): string | undefined => {
    const found = flag(node, name);
    return found === undefined ? undefined : word(found, scope);
  };
  const [from, chown, chmod, checksum] = [value('from'), value('chown'), value('chmod'), value('checksum')];
  if (chmod !== undefined && !/^0?[0-7]{1,4}$/.test(chmod) && !/^[ugoa]*[-+=][rwxXst]*(?:,|$)/.test(chmod)) {
    throw new DockerfileError(`invalid chmod parameter: '${chmod}'. it should be octal string and between 0 and 07777`);
  }
  const flags = [
    ...(chown === undefined ? [] : [`--chown=${chown}`]),
    ...(chmod === undefined ? [] : [`--chmod=${chmod}`]),
    ...(boolean(node, 'link') ? ['--link'] : []),
  ];
  const shown = [...sources, ...inline.map(({ name }) => `<<${name}`)];
  return {
    kind: 'copy',
    verb,
    sources,
    inline,
    target,
    ...(from !== undefined && { from }),
    ...(chown !== undefined && { chown }),
    ...(chmod !== undefined && { chmod }),
    ...(checksum !== undefined && { checksum }),
    ...(flag(node, 'unpack') !== undefined && { unpack: boolean(node, 'unpack') }),
    link: boolean(node, 'link'),
    parents: boolean(node, 'parents'),
    exclude: flagValues(node, 'exclude').map((text) => word(text, scope)),
    by: `${[verb, ...flags, ...shown, target].join(' ')} # buildkit`,
  };
}

/** COPY: files of the context, of another stage or of an image. */
export const copy: Instruction = {
  name: 'copy',
  flags: ['from', 'chown', 'chmod', 'link?', 'parents?', 'exclude*'],
  check: checkPaths,
  evaluate: (node, scope) => copyAction(node, scope, 'COPY'),
};
