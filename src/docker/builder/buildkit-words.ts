import { digestOf } from '#image/sha256';
import { FileError } from '#vfs/filesystem';
import { parseInstruction, type Node } from './parser';
import { ProcessFailedError, type Made } from './perform';
import type { StageState } from './stage-state';
import { checkNode, findStage, type Plan, type Stage } from './stages';
import { expandWord } from './word';

/** The stages and images that an instruction takes files from. */
export function fromsOf(node: Node): string[] {
  const direct = node.flags.filter((text) => text.startsWith('--from=')).map((text) => text.slice(7));
  const mounts = node.flags
    .filter((text) => text.startsWith('--mount='))
    .flatMap((text) => /(?:^|,)from=([^,]+)/.exec(text.slice(8))?.[1] ?? []);
  return [...direct, ...mounts];
}

/** The state of the stage that another begins from. */
export function findBuilt(plan: Plan, built: ReadonlyMap<number, StageState>, stage: Stage): StageState | undefined {
  const base = findStage(plan.stages, stage.base, stage.index);
  return base && built.get(base.index);
}

const COMMENT = 'buildkit.dockerfile.v0';

/** A line of history without a layer. */
export const note = (state: StageState, by: string): void =>
  void state.history.push({ created: state.created, created_by: by, comment: COMMENT, empty_layer: true });

/** Adds what a step made, with its line of history. */
export function keep(state: StageState, made: Made, by: string): void {
  state.layers.push(made.layer);
  state.created = new Date(made.createdAt).toISOString();
  state.history.push({ created: state.created, created_by: by, comment: COMMENT });
}

/** The instruction as its step is called: variables that have a value put in, quotes kept. */
export function shownName(node: Node, state: StageState): string {
  const run = node.value.toLowerCase() === 'run' && node.heredocs.length > 0;
  const text =
    node.original.split('\n')[0]!.replace(/^\S+/, node.value.toUpperCase()) +
    (run ? ` (${firstLine(node.heredocs[0]!.content)})` : '');
  try {
    return expandWord(text, (name) => state.variable(name), { skipUnset: true, rawQuotes: true }).text;
  } catch {
    return text;
  }
}

/** A failure in the step's own words. */
export function stepError(error: Error): string {
  if (error instanceof ProcessFailedError) return error.message;
  if (error instanceof FileError) {
    return error.code === 'ENOTDIR'
      ? `mkdir ${error.path}: not a directory`
      : `${error.path}: ${error.message.toLowerCase()}`;
  }
  return error.message;
}

/** BuildKit's words for a registry's refusal, from docker's. */
export function metadataError(raw: string, full: string, repository: string, tag: string): string {
  if (raw.startsWith('pull access denied')) {
    return 'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';
  }
  if (raw.includes('manifest unknown')) return `${full}: not found`;
  const offline = /^Get "(https?:\/\/[^/]+)\/v2\/": (.*)$/.exec(raw);
  if (offline)
    return `failed to do request: Head "${offline[1]!}/v2/${repository.replace(/^[^/]+\//, '')}/manifests/${tag}": ${offline[2]!}`;
  return raw;
}

/** `1.23kB`, as transfers are told. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)}B`;
  const units = ['kB', 'MB', 'GB'];
  let value = bytes / 1000;
  let unit = 0;
  for (; value >= 1000 && unit < 2; unit++) value /= 1000;
  return `${value.toFixed(2)}${units[unit]!}`;
}

/** The stages that the target is made of, in the order in which they are built. */
export function neededStages({ stages }: Plan, target: Stage): Stage[] {
  const found = new Set<Stage>();
  const visit = (stage: Stage): void => {
    if (found.has(stage)) return;
    const base = findStage(stages, stage.base, stage.index);
    if (base) visit(base);
    for (const name of stage.nodes.flatMap(fromsOf)) {
      const other = findStage(stages, name, stage.index);
      if (other) visit(other);
    }
    found.add(stage);
  };
  visit(target);
  return [...found].sort((a, b) => a.index - b.index);
}

/** The images that stages begin from or take files from, with the instruction that names each. */
export function neededImages({ stages }: Plan, needed: readonly Stage[]): { name: string; node: Node }[] {
  return needed.flatMap((stage) => {
    const named = [stage.from, ...stage.nodes].flatMap((node) =>
      (node === stage.from ? [stage.base] : fromsOf(node)).map((name) => ({ name, node })),
    );
    return named.filter(({ name }) => name !== 'scratch' && !findStage(stages, name, stage.index));
  });
}

const firstLine = (content: string): string => {
  const [first = '', ...rest] = content.trim().split('\n');
  return rest.length > 0 ? `${first}...` : first;
};

/** Whether a stage takes files from the build context. */
export const readsContext = (stage: Stage): boolean =>
  stage.nodes.some((node) => {
    const name = node.value.toLowerCase();
    if (name === 'run')
      return node.flags.some((text) => /^--mount=(?!.*type=)|^--mount=.*type=bind/.test(text) && !/from=/.test(text));
    if ((name !== 'copy' && name !== 'add') || node.flags.some((text) => text.startsWith('--from='))) return false;
    return node.args.slice(0, -1).some(({ value }) => !/^(?:https?:\/\/|<<)/.test(value));
  });

/** The digest that the build's result is known by. Simplified: of the configuration's id, since no manifest is made. */
export const configDigest = (id: string): string => digestOf(`manifest of ${id}`);

/** Whether steps carry their stage's name: more than one state is built, from stages, images of --from, cache mounts. */
export function isPrefixed({ stages }: Plan): boolean {
  if (stages.length > 1) return true;
  const flags = stages[0]?.nodes.flatMap((node) => node.flags) ?? [];
  return flags.some((flag) => /^--from=|^--mount=(?:.*,)?(?:type=cache|from=)/.test(flag));
}

/** The instructions that the base's ONBUILD adds, which are its no more. Throws DockerfileError. */
export function triggersOf(state: StageState, stage: Stage, escape: string): Node[] {
  const triggers = state.config.OnBuild ?? [];
  state.config.OnBuild = null;
  return triggers.map((text) => {
    const parsed = parseInstruction(text, escape, stage.from.startLine, stage.from.endLine);
    const node: Node = { ...stage.from, ...parsed, original: text, heredocs: [] };
    checkNode(node);
    return node;
  });
}

const MAKES_LAYER = ['run', 'copy', 'add', 'workdir'];

/** Whether an instruction is a step of its own. */
export const makesLayer = (node: Node): boolean => MAKES_LAYER.includes(node.value.toLowerCase());

/** How many steps there will be, as far as the Dockerfile says. */
export function knownSteps(plan: Plan, needed: readonly Stage[]): number {
  const bases = new Set(neededImages(plan, needed).map(({ name }) => name));
  const steps = needed.flatMap((stage) => stage.nodes.filter(makesLayer)).length;
  return 2 + 2 * bases.size + steps + (needed.some(readsContext) ? 1 : 0);
}
