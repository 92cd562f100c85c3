import { readdirSync } from 'node:fs';
import { Headless } from '#workbench/headless';
import { recording, ROOT } from './fixtures';
import { Normaliser, sortedLines } from './normalise';
import { parseTranscript, type Step } from './transcript';

/** The images that every recording starts with. */
const IMAGES =
  'busybox busybox:1.35 busybox:1.36 alpine alpine:3.18 alpine:3.19 alpine:3.20 ubuntu ubuntu:22.04 ubuntu:20.04 debian nginx nginx:alpine nginx:1.25 ' +
  'redis redis:alpine redis:7 python python:3-alpine python:3.11-slim registry:2 hello-world mongo postgres mysql';

export interface StepResult {
  readonly name: string;
  readonly equal: boolean;
  readonly why: string;
}

export const transcripts = (folder: string): string[] =>
  readdirSync(`${ROOT}/${folder}`)
    .filter((name) => name.endsWith('.txt'))
    .toSorted();

/** Plays a transcript in a fresh world and compares each step's streams and exit code after normalisation. */
export async function play(folder: string, name: string): Promise<StepResult[]> {
  const { files, steps } = parseTranscript(recording(`${folder}/${name}`));
  const headless = new Headless({
    drain: () => new Promise((resolve) => setImmediate(resolve)),
    wallMs: () => performance.now(),
  });
  const ask = (request: object): Promise<Record<string, unknown>> => headless.answer(JSON.stringify(request));
  await ask({ reset: { preset: 'laptop', seed: 1, terminal: false } });
  await ask({ run: `for i in ${IMAGES}; do docker pull -q $i; done`, timeout: 3600 });
  await ask({ offline: true });
  await ask({ run: 'mkdir -p /root/demo && cd /root/demo' });
  for (const [path, text] of files) await ask({ write: path.startsWith('/') ? path : `/root/demo/${path}`, text });
  const results: StepResult[] = [];
  const [ours, theirs] = [new Normaliser(), new Normaliser()];
  for (const [index, step] of steps.entries()) {
    const answer = await ask({ run: step.command, timeout: 120 });
    await ask({ settle: 0.2 });
    if (step.terminal !== undefined) continue;
    const why = compare(step, answer, ours, theirs, folder.startsWith('compose'));
    results.push({
      name: `${name}#${String(index + 1)} ${step.command.split('\n')[0]!.slice(0, 80)}`,
      equal: why === '',
      why,
    });
  }
  return results;
}

function compare(
  step: Step,
  answer: Record<string, unknown>,
  ours: Normaliser,
  theirs: Normaliser,
  unordered: boolean,
): string {
  const [stdout, stderr] = [textOf(answer['stdout']), textOf(answer['stderr'] ?? answer['error'])];
  const differences: string[] = [];
  const check = (stream: string, want: string, got: string, sort: boolean): void => {
    const [a, b] = [theirs.apply(want), ours.apply(got)];
    if ((sort ? sortedLines(a) : a) !== (sort ? sortedLines(b) : b))
      differences.push(`${stream}\n--- recorded\n${a}--- here\n${b}`);
  };
  const listing = /\b(volume ls|docker (ps|images)|network ls|top|events)\b/.test(step.command);
  check('stdout', step.stdout, stdout, unordered || listing);
  check('stderr', step.stderr, stderr, unordered);
  if (step.exit !== undefined && step.exit !== answer['exitCode'])
    differences.push(`exit ${String(step.exit)} recorded, ${String(answer['exitCode'])} here`);
  return differences.join('\n');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
