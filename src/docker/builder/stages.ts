import { checkFlags, type Instruction } from './instruction';
import { instructions } from './instructions/index';
import { DockerfileError, type Dockerfile, type Node } from './parser';
import { expandWord } from './word';

/** One stage: what stands between a FROM and the next. */
export interface Stage {
  readonly index: number;
  /** Lower case; absent when it has none. */
  readonly name?: string;
  /** The image or stage it begins from, variables expanded. */
  readonly base: string;
  readonly platform?: string;
  readonly from: Node;
  readonly nodes: readonly Node[];
}

export interface Plan {
  readonly stages: readonly Stage[];
  /** The build arguments above the first FROM. */
  readonly globals: ReadonlyMap<string, string | undefined>;
}

const byName = new Map(instructions.map((instruction) => [instruction.name, instruction]));

export const instructionOf = (node: Pick<Node, 'value'>): Instruction => byName.get(node.value.toLowerCase())!;

/** What every build knows of platforms. Upstream: dockerfile2llb defaultArgs. */
export const PLATFORM_ARGS: Readonly<Record<string, string>> = {
  BUILDPLATFORM: 'linux/amd64',
  BUILDOS: 'linux',
  BUILDARCH: 'amd64',
  BUILDVARIANT: '',
  TARGETPLATFORM: 'linux/amd64',
  TARGETOS: 'linux',
  TARGETARCH: 'amd64',
  TARGETVARIANT: '',
};

/** Checks one instruction as far as it can be without variables. Throws DockerfileError with its line. */
export function checkNode(node: Node): void {
  const instruction = byName.get(node.value.toLowerCase());
  try {
    if (!instruction) throw new DockerfileError(`unknown instruction: ${node.value}${suggestion(node.value)}`);
    checkFlags(node, instruction.flags ?? []);
    instruction.check(node);
  } catch (error) {
    if (!(error instanceof DockerfileError)) throw error;
    throw new DockerfileError(
      `dockerfile parse error on line ${String(node.startLine)}: ${error.message}`,
      node.startLine,
      node.endLine,
    );
  }
}

/** Cuts a Dockerfile into stages. Throws DockerfileError. Upstream: instructions/parse.go, dockerfile2llb/convert.go. */
export function planStages(
  file: Dockerfile,
  buildArgs: ReadonlyMap<string, string>,
  platformArgs: Readonly<Record<string, string>> = {},
): Plan {
  for (const node of file.nodes) checkNode(node);
  const globals = new Map<string, string | undefined>(Object.entries(platformArgs));
  const stages: Stage[] = [];
  const lookUp = (name: string): string | undefined => globals.get(name) ?? PLATFORM_ARGS[name];
  for (const node of file.nodes) {
    const name = node.value.toLowerCase();
    if (name === 'from') {
      const expanded = expandWord(node.args[0]!.value, lookUp, { escape: file.escape }).text;
      if (expanded === '') {
        throw new DockerfileError(
          `base name (${node.args[0]!.value}) should not be blank`,
          node.startLine,
          node.endLine,
        );
      }
      const platform = node.flags.find((flag) => flag.startsWith('--platform='))?.slice('--platform='.length);
      const alias = node.args[2]?.value.toLowerCase();
      stages.push({
        index: stages.length,
        ...(alias !== undefined && { name: alias }),
        base: expanded,
        ...(platform !== undefined && { platform: expandWord(platform, lookUp, { escape: file.escape }).text }),
        from: node,
        nodes: [],
      });
    } else if (stages.length > 0) {
      (stages.at(-1)!.nodes as Node[]).push(node);
    } else if (name === 'arg') {
      for (const { value } of node.args) {
        const at = value.indexOf('=');
        const key = at < 0 ? value : value.slice(0, at);
        const given = buildArgs.get(key);
        const own = at < 0 ? undefined : expandWord(value.slice(at + 1), lookUp, { escape: file.escape }).text;
        globals.set(key, given ?? own);
      }
    } else {
      throw new DockerfileError('no build stage in current context', node.startLine, node.endLine);
    }
  }
  if (stages.length === 0) throw new DockerfileError('dockerfile contains no stages to build');
  return { stages, globals };
}

/** The stage that a name or number means, among those before `before`. */
export function findStage(stages: readonly Stage[], word: string, before = stages.length): Stage | undefined {
  const lower = word.toLowerCase();
  const earlier = stages.slice(0, before);
  return earlier.findLast((stage) => stage.name === lower) ?? (/^\d+$/.test(word) ? earlier[Number(word)] : undefined);
}

function suggestion(word: string): string {
  const close = instructions.filter(
    ({ name }) => distance(name, word.toLowerCase()) <= (word.length > 4 ? 2 : word.length > 3 ? 2 : 1),
  );
  close.sort((a, b) => distance(a.name, word.toLowerCase()) - distance(b.name, word.toLowerCase()));
  return close[0] ? ` (did you mean ${close[0].name.toUpperCase()}?)` : '';
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return 9;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + same));
    }
    row = next;
  }
  return row.at(-1)!;
}
