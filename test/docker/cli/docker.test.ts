import { beforeAll, expect, test } from 'vitest';
import { MemoryJournal } from '#sim/store';
import { createWorkbench, type RunResult, type Workbench } from '#workbench/workbench';

const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
let world: Workbench;

beforeAll(async () => {
  world = await createWorkbench({
    preset: 'laptop',
    seed: 1,
    journal: new MemoryJournal(),
    drain,
    epochMs: 1767225600000,
  });
  await docker('pull -q busybox');
});

async function docker(line: string): Promise<RunResult> {
  let result: RunResult | undefined;
  void world.run(`docker ${line}`).then((r) => (result = r));
  await world.driver.runUntil(world.clock.now() + 120_000, () => result !== undefined);
  return result!;
}

test('run prints what the container prints, on the same streams, and ends with its code', async () => {
  expect(await docker("run --rm busybox sh -c 'echo out; echo err >&2; exit 3'")).toEqual({
    stdout: 'out\n',
    stderr: 'err\n',
    exitCode: 3,
  });
  expect(await docker('run -i --rm busybox cat <<< hello')).toEqual({ stdout: 'hello\n', stderr: '', exitCode: 0 });
});

test('a mistake in the command line is told as docker 28 tells it', async () => {
  expect(await docker('run -d -p 99999:80 busybox sleep 1')).toEqual({
    stdout: '',
    stderr: "docker: Invalid hostPort: 99999\n\nRun 'docker run --help' for more information\n",
    exitCode: 125,
  });
  expect(await docker('volume nosuch')).toEqual({
    stdout: '',
    stderr:
      "docker: unknown command: docker volume nosuch\n\nUsage:  docker volume COMMAND\n\nRun 'docker volume --help' for more information\n",
    exitCode: 1,
  });
  expect(await docker("ps --format '{{.Nope}}'")).toEqual({
    stdout: '',
    stderr:
      'failed to execute template: template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type *formatter.ContainerContext\n',
    exitCode: 1,
  });
});

test('inspect prints typed values, and says what it does not find', async () => {
  await docker('create --name box busybox true');
  expect(await docker("inspect -f '{{.Name}} {{.HostConfig.Binds}} {{.HostConfig.RestartPolicy}}' box nosuch")).toEqual(
    {
      stdout: '/box [] {no 0}\n',
      stderr: 'Error: No such object: nosuch\n',
      exitCode: 1,
    },
  );
  expect((await docker("inspect -f '{{.State.Foo.Bar}}' box")).stderr).toBe(
    'template parsing error: template: :1:8: executing "" at <.State.Foo.Bar>: map has no entry for key "Foo"\n',
  );
});

test('files go into a container and out of it', async () => {
  await docker('run -d --name files busybox sleep 1000');
  await docker('exec files sh -c "echo inside > /tmp/a"');
  await docker('cp files:/tmp/a copied.txt');
  expect((await world.run('true')).exitCode).toBe(0);
  expect((await docker('cp files:/tmp/a - | tar xO')).stdout).toBe('inside\n');
});

test('swarm says plainly that it is not simulated', async () => {
  expect(await docker('service ls')).toEqual({
    stdout: '',
    stderr: 'drydock: docker swarm is not simulated yet\n',
    exitCode: 1,
  });
});
