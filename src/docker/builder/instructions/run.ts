import { DockerfileError } from '../parser';
import { command, flag, flagValues, heredocText, values, word, type Instruction, type RunMount } from '../instruction';

const TYPES = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'];

/** RUN: a command in a container of the stage; what it changes becomes a layer. */
export const run: Instruction = {
  name: 'run',
  flags: ['mount*', 'network', 'security', 'device*'],
  check(node) {
    if (node.args.length === 0 && node.heredocs.length === 0)
      throw new DockerfileError('RUN requires at least one argument');
    for (const text of flagValues(node, 'mount')) parseMount(text, (value) => value);
    const network = flag(node, 'network');
    if (network !== undefined && !['default', 'none', 'host'].includes(network)) {
      throw new DockerfileError(`invalid value ${JSON.stringify(network)} for network mode`);
    }
  },
  evaluate(node, scope) {
    const mounts = flagValues(node, 'mount').map((text) => parseMount(text, (value) => word(value, scope)));
    const network = flag(node, 'network') ?? 'default';
    const common = { kind: 'run' as const, mounts, network };
    const heredoc = node.heredocs[0];
    const whole = values(node)[0]?.trim() ?? '';
    if (node.heredocs.length === 1 && /^<<-?\S+$/.test(whole)) {
      const content = heredocText(heredoc!, undefined);
      if (content.startsWith('#!')) {
        return { ...common, argv: ['/dev/pipes/EOF'], script: content, shown: `${whole} (${firstLine(content)})` };
      }
      const argv = [...(scope.config.Shell ?? ['/bin/sh', '-c']), content];
      return { ...common, argv, shown: [...argv.slice(0, -1), `${whole} (${firstLine(content)})`].join(' ') };
    }
    if (node.heredocs.length > 0) {
      const bodies = node.heredocs.map((h) => `${h.content}${h.name}\n`).join('');
      const argv = [...(scope.config.Shell ?? ['/bin/sh', '-c']), `${whole}\n${bodies}`];
      return { ...common, argv, shown: argv.join(' ') };
    }
    const argv = command(node, scope.config);
    return { ...common, argv, shown: argv.join(' ') };
  },
};

const firstLine = (content: string): string => {
  const [first = '', ...rest] = content.trim().split('\n');
  return rest.length > 0 ? `${first}...` : first;
};

/** `type=cache,target=/c,...`. Throws DockerfileError. Upstream: instructions/commands_runmount.go. */
function parseMount(text: string, expand: (value: string) => string): RunMount {
  const fields = new Map<string, string>();
  for (const field of text.split(',')) {
    const at = field.indexOf('=');
    const key = (at < 0 ? field : field.slice(0, at)).toLowerCase();
    if (at < 0 && !['ro', 'readonly', 'rw', 'readwrite', 'required'].includes(key)) {
      throw new DockerfileError(`invalid field '${field}' must be a key=value pair`);
    }
    fields.set(key, at < 0 ? 'true' : expand(field.slice(at + 1)));
  }
  const get = (...names: string[]): string | undefined =>
    names.map((name) => fields.get(name)).find((v) => v !== undefined);
  const type = get('type') ?? 'bind';
  if (!TYPES.includes(type)) throw new DockerfileError(`unsupported mount type ${JSON.stringify(type)}`);
  const known =
    'type from source src target dst destination readonly ro readwrite rw id sharing required size mode uid gid env'.split(
      ' ',
    );
  const unknown = [...fields.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new DockerfileError(`unexpected key '${unknown}' in '${unknown}=${fields.get(unknown)!}'`);
  const id = get('id') ?? (type === 'secret' ? get('target', 'dst', 'destination')?.split('/').at(-1) : undefined);
  const env = get('env');
  const target =
    get('target', 'dst', 'destination') ??
    (type === 'secret' ? (env === undefined ? `/run/secrets/${id ?? ''}` : '') : undefined);
  if (target === undefined && type !== 'ssh') throw new DockerfileError(`target is required for ${type} mounts`);
  const source = get('source', 'src');
  const from = get('from');
  const writable = get('rw', 'readwrite') === 'true' || get('ro', 'readonly') === 'false';
  const number = (name: string, base = 10): number | undefined => {
    const value = get(name);
    return value === undefined ? undefined : parseInt(value, base);
  };
  const [mode, uid, gid] = [number('mode', 8), number('uid'), number('gid')];
  return {
    type: type as RunMount['type'],
    target: target ?? '',
    ...(source !== undefined && { source }),
    ...(from !== undefined && { from }),
    ...(id !== undefined && { id }),
    ...(env !== undefined && { env }),
    ...(mode !== undefined && { mode }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    readOnly: type === 'bind' ? !writable : get('ro', 'readonly') === 'true',
    required: get('required') === 'true',
  };
}
