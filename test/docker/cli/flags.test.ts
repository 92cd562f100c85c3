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
  await sh('docker pull -q busybox');
});

async function sh(line: string): Promise<RunResult> {
  let result: RunResult | undefined;
  void world.run(line).then((r) => (result = r));
  await world.driver.runUntil(world.clock.now() + 120_000, () => result !== undefined);
  return result!;
}

test('limits of devices reach the container, and inspect shows them', async () => {
  await sh(
    'docker create --name limited --device-read-bps /dev/sda:1mb --device-write-iops /dev/sda:50 --blkio-weight-device /dev/sda:200 --cpu-count 2 busybox',
  );
  const format =
    '{{json .HostConfig.BlkioDeviceReadBps}} {{json .HostConfig.BlkioDeviceWriteIOps}} {{json .HostConfig.BlkioWeightDevice}} {{.HostConfig.CpuCount}}';
  expect((await sh(`docker inspect -f '${format}' limited`)).stdout).toBe(
    '[{"Path":"/dev/sda","Rate":1048576}] [{"Path":"/dev/sda","Rate":50}] [{"Path":"/dev/sda","Weight":200}] 2\n',
  );
});

test('a graphics card is not there, as on a computer without one', async () => {
  expect(await sh('docker run --rm --gpus all busybox true')).toEqual({
    stdout: '',
    stderr:
      'docker: Error response from daemon: could not select device driver "" with capabilities: [[gpu]]\n\nRun \'docker run --help\' for more information\n',
    exitCode: 125,
  });
});

test('a seccomp profile is read from its file', async () => {
  await sh(`echo '{ "defaultAction": "SCMP_ACT_ALLOW" }' > profile.json`);
  await sh('docker create --name profiled --security-opt seccomp=profile.json busybox');
  expect((await sh("docker inspect -f '{{.HostConfig.SecurityOpt}}' profiled")).stdout).toBe(
    '[seccomp={"defaultAction":"SCMP_ACT_ALLOW"}]\n',
  );
  expect((await sh('docker run --security-opt seccomp=none.json busybox')).stderr).toBe(
    "docker: opening seccomp profile (none.json) failed: open none.json: no such file or directory\n\nRun 'docker run --help' for more information\n",
  );
});

test('what docker can do elsewhere and not here is refused plainly', async () => {
  for (const [line, what] of [
    ['docker run --disable-content-trust=false busybox true', 'docker content trust'],
    ['DOCKER_CONTENT_TRUST=1 docker pull busybox', 'docker content trust'],
    ['docker run --use-api-socket busybox true', 'docker run --use-api-socket'],
    ['docker init', 'docker init'],
    ['docker mcp list', 'docker mcp'],
  ] as const) {
    expect(await sh(line)).toEqual({ stdout: '', stderr: `drydock: ${what} is not simulated yet\n`, exitCode: 1 });
  }
});

test('the options before the command are heard', async () => {
  expect((await sh('docker -D info | grep -m1 Debug')).stdout).toBe(' Debug Mode: true\n');
  expect((await sh('docker --log-level loud ps')).stderr).toBe('Unable to parse logging level: loud\n');
  expect((await sh('docker --tlsverify -H tcp://10.0.0.9:2376 ps')).stderr).toBe(
    'Failed to initialize: unable to resolve docker endpoint: open /root/.docker/ca.pem: no such file or directory\n',
  );
});

test('a context travels as an archive', async () => {
  await sh('docker context create far --description "the far one" --docker host=tcp://10.0.0.9:2375');
  expect(await sh('docker context export far')).toEqual({
    stdout: '',
    stderr: 'Written file "far.dockercontext"\n',
    exitCode: 0,
  });
  expect(await sh('docker context import near far.dockercontext')).toEqual({
    stdout: 'near\n',
    stderr: 'Successfully imported context "near"\n',
    exitCode: 0,
  });
  expect((await sh('docker context ls --format "{{.Name}} {{.Description}} {{.DockerEndpoint}}"')).stdout).toBe(
    'default Current DOCKER_HOST based configuration unix:///var/run/docker.sock\nfar the far one tcp://10.0.0.9:2375\nnear the far one tcp://10.0.0.9:2375\n',
  );
  expect((await sh('echo nonsense > bad.tar; docker context import worse bad.tar')).stderr).toBe(
    'invalid context: no metadata found\n',
  );
});

test('images as a tree, and volumes that only a swarm could change', async () => {
  expect(
    await sh('docker images --tree busybox 2>/dev/null | sed "s/[0-9a-f]\\{12\\}/ID          /; s/[0-9.]*MB/SIZE/"'),
  ).toMatchObject({
    stdout: `IMAGE            ID             DISK USAGE   CONTENT SIZE   EXTRA
busybox:latest   ID                 SIZE             0B   U    
`,
  });
  expect(await sh('docker volume create data && docker volume update data')).toEqual({
    stdout: 'data\n',
    stderr: 'Can only update cluster volumes\n',
    exitCode: 1,
  });
});

test('registries without certificates are told by info', async () => {
  await sh(`mkdir -p /etc/docker && echo '{"insecure-registries": ["registry.lab:5000"]}' > /etc/docker/daemon.json`);
  expect((await sh('docker info | sed -n "/Insecure/,/Live/p"')).stdout).toBe(
    ' Insecure Registries:\n  registry.lab:5000\n  ::1/128\n  127.0.0.0/8\n Live Restore Enabled: false\n',
  );
});

test('an image for another platform is not there', async () => {
  const error =
    'Error response from daemon: image with reference busybox:latest was found but does not match the specified platform: wanted linux/s390x, actual: linux/amd64\n';
  expect((await sh('docker history --platform linux/s390x busybox')).stderr).toBe(error);
  expect((await sh('docker save --platform linux/s390x -o x.tar busybox')).stderr).toBe(error);
  expect((await sh('docker image inspect --platform linux/amd64 -f "{{.Os}}" busybox')).stdout).toBe('linux\n');
});
