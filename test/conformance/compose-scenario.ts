import { Headless } from '#workbench/headless';

/** One assertion of a scenario; the fixture's `checks` say what each means. */
export interface Check {
  readonly check: string;
  readonly args?: readonly (string | number)[];
  readonly withinSeconds?: number;
}

export interface ScenarioStep {
  readonly name: string;
  readonly run?: readonly string[];
  readonly env?: readonly string[];
  readonly mayFail?: boolean;
  readonly stdin?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly checks?: readonly Check[];
}

export interface Scenario {
  readonly name: string;
  readonly group: string;
  readonly files: Readonly<Record<string, string>>;
  readonly env?: readonly string[];
  readonly skip?: string;
  readonly steps: readonly ScenarioStep[];
}

interface Row {
  readonly id: string;
  readonly service: string;
  readonly number: number;
  readonly oneoff: boolean;
  readonly state: string;
  readonly health: string;
  readonly startedAt: string;
  readonly labels: Readonly<Record<string, string>>;
}

const DIR = '/root/scenario';
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** Plays a scenario in a fresh world; throws at the first step or check that does not hold. */
export async function playScenario(scenario: Scenario): Promise<void> {
  const project = scenario.name.toLowerCase();
  const fill = (text: string): string =>
    text.replaceAll('${PROJECT}', project).replaceAll('${DIR}', DIR).replaceAll('${OTHER_PLATFORM}', 'linux/arm64');
  const headless = new Headless({
    drain: () => new Promise((resolve) => setImmediate(resolve)),
    wallMs: () => performance.now(),
  });
  const ask = (request: object): Promise<Record<string, unknown>> => headless.answer(JSON.stringify(request));
  await ask({ reset: { preset: 'laptop', seed: 1, terminal: false } });
  const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [path, text] of Object.entries(files)) await ask({ write: `${DIR}/${path}`, text: fill(text) });
  };
  await write(scenario.files);
  await ask({ run: `mkdir -p ${DIR} && cd ${DIR}` });
  for (const pair of scenario.env ?? []) await ask({ run: `export ${quoted(fill(pair))}` });
  const json = async (command: string): Promise<unknown> => {
    const { stdout } = await ask({ run: command, timeout: 20 });
    return JSON.parse(String(stdout) || '[]') as unknown;
  };
  const rows = async (): Promise<Row[]> => {
    const list = await json(
      `ids=$(docker ps -aq --filter label=com.docker.compose.project=${project}); [ -z "$ids" ] && echo '[]' || docker inspect $ids`,
    );
    return (list as Inspected[]).map(rowOf);
  };
  const text = async (command: string): Promise<string> => String((await ask({ run: command }))['stdout']);
  for (const step of scenario.steps) {
    await write(step.files ?? {});
    const before = await rows();
    const result = await ask({ run: commandOf(step, project, fill), timeout: 120 });
    const what = `${step.name}: ${(step.run ?? []).join(' ').slice(0, 80)}`;
    if (step.mayFail !== true && result['exitCode'] !== 0)
      throw new Error(`${what}: exit ${String(result['exitCode'])}: ${tail(result)}`);
    for (const check of step.checks ?? []) {
      let why: string | undefined;
      for (let waited = 0; ; waited += 0.5) {
        why = await refusal(check, { fill, result, before, rows, text });
        if (why === undefined || waited >= (check.withinSeconds ?? 0)) break;
        await ask({ settle: 0.5 });
      }
      if (why !== undefined)
        throw new Error(`${what}: ${check.check}(${(check.args ?? []).join(', ')}): ${why}: ${tail(result)}`);
    }
  }
}

const tail = (result: Record<string, unknown>): string =>
  `${String(result['stdout']).slice(-400)} ${String(result['stderr']).slice(-400)}`;

function commandOf(step: ScenarioStep, project: string, fill: (text: string) => string): string {
  const words = (step.run ?? ['true']).map(fill);
  if (words[0] === 'docker' && words[1] === 'compose') words.splice(2, 0, '--project-name', project);
  const env = (step.env ?? []).map((pair) => quoted(fill(pair)));
  return `${env.length > 0 ? `env ${env.join(' ')} ` : ''}${words.map(quoted).join(' ')}`;
}

interface Inspected {
  readonly Id: string;
  readonly State: { Status: string; StartedAt: string; Health?: { Status: string } };
  readonly Config: { Labels: Record<string, string> };
}

const rowOf = ({ Id, State, Config }: Inspected): Row => ({
  id: Id,
  service: Config.Labels['com.docker.compose.service'] ?? '',
  number: Number(Config.Labels['com.docker.compose.container-number']),
  oneoff: Config.Labels['com.docker.compose.oneoff'] === 'True',
  state: State.Status,
  health: State.Health?.Status ?? '',
  startedAt: State.StartedAt,
  labels: Config.Labels,
});

interface Seen {
  fill(text: string): string;
  readonly result: Record<string, unknown>;
  readonly before: readonly Row[];
  rows(): Promise<Row[]>;
  text(command: string): Promise<string>;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Why a check does not hold; undefined when it does. */
async function refusal({ check, args = [] }: Check, seen: Seen): Promise<string | undefined> {
  const words = args.map((arg) => (typeof arg === 'string' ? seen.fill(arg) : String(arg)));
  const [first = '', second = ''] = words;
  const out = textOf(seen.result['stdout']);
  const err = textOf(seen.result['stderr']);
  const unless = (holds: boolean, why = 'it is not so'): string | undefined => (holds ? undefined : why);
  const now = await seen.rows();
  const of = (list: readonly Row[], service: string, oneoff = false): Row[] =>
    list.filter((row) => row.service === service && row.oneoff === oneoff);
  const ids = (list: readonly Row[]): string =>
    list
      .map((row) => row.id)
      .toSorted()
      .join();
  switch (check) {
    case 'OutputContains':
      return unless((out + err).includes(first));
    case 'StdoutContains':
      return unless(out.includes(first));
    case 'StderrContains':
      return unless(err.includes(first));
    case 'OutputNotContains':
      return unless(!(out + err).includes(first));
    case 'OutputMatches':
      return unless(expression(first).test(out));
    case 'OutputMatchesCount': {
      const count = [...out.matchAll(expression(first, 'g'))].length;
      return unless(count === Number(second), `it does ${String(count)} times`);
    }
    case 'ExitCode':
      return unless(seen.result['exitCode'] === Number(first), `exit ${String(seen.result['exitCode'])}`);
    case 'ServiceState': {
      const mine = of(now, first);
      return unless(
        mine.length > 0 && mine.every((row) => row.state === second),
        mine.map((r) => r.state).join() || 'none',
      );
    }
    case 'ServiceScale':
      return unless(of(now, first).length === Number(second), String(of(now, first).length));
    case 'ReplicaNumbers': {
      const numbers = of(now, first).map((row) => row.number);
      return unless(numbers.toSorted((a, b) => a - b).join() === words.slice(1).join(), numbers.join());
    }
    case 'ServiceNotCreated':
      return unless(!now.some((row) => row.service === first));
    case 'NotRecreated':
      return unless(words.every((name) => ids(of(now, name)) === ids(of(seen.before, name))));
    case 'Recreated':
      return unless(
        words.every((name) => of(seen.before, name).every((row) => !now.some((other) => other.id === row.id))),
      );
    case 'ServiceHealthy':
      return unless(of(now, first).length > 0 && of(now, first).every((row) => row.health === 'healthy'));
    case 'OneOffState':
      return unless(of(now, first, true).every((row) => row.state === second));
    case 'OneOffsUntouched': {
      const facts = (list: readonly Row[]): string =>
        of(list, first, true)
          .map((row) => `${row.id} ${row.state} ${row.startedAt}`)
          .toSorted()
          .join();
      return unless(facts(now) === facts(seen.before));
    }
    case 'OneOffsRemoved':
      return unless(of(seen.before, first, true).every((row) => !now.some((other) => other.id === row.id)));
    case 'ImageExists':
      return unless((await seen.text(`docker images -q ${quoted(first)}`)).trim() !== '');
    case 'FileExists':
      return unless((await seen.text(`[ -s ${quoted(first)} ] && echo yes`)) !== '');
    case 'FileContains':
      return unless((await seen.text(`cat ${quoted(first)}`)).includes(second));
    case 'LabelSet':
      return unless(of(now, first).length > 0 && of(now, first).every((row) => (row.labels[second] ?? '') !== ''));
    case 'LabelsDistinct': {
      const values = words.slice(1).map((name) => of(now, name)[0]?.labels[first]);
      return unless(new Set(values).size === values.length);
    }
    case 'LabelUnchanged':
      return unless(of(now, first)[0]?.labels[second] === of(seen.before, first)[0]?.labels[second]);
    default:
      return `no such check here: ${check}`;
  }
}

/** Go's expression as one of this language: `(?i)` and `(?m)` in front become flags. */
function expression(text: string, flags = ''): RegExp {
  const plain = text.replaceAll('(?m:', '(?:');
  const head = /^\(\?([ims]+)\)/.exec(plain);
  return new RegExp(head ? plain.slice(head[0].length) : plain, flags + (head?.[1] ?? ''));
}
