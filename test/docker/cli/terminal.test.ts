import { expect, test } from 'vitest';
import { Learner } from './learner';

const after = (text: string, command: string): string => text.slice(text.lastIndexOf(command) + command.length + 1);

test('the bars of a pull move in their places, and stay one a layer when the terminal gets narrower', async () => {
  const me = await Learner.sit({ columns: 130, rows: 24 });
  await me.type('docker pull nginx:alpine\r', 1200);
  me.resize(115, 24);
  await me.wait(30_000);
  const lines = me.text().split('\n');
  const layers = lines.filter((line) => /^[0-9a-f]{12}: /.test(line));
  expect(layers.length).toBeGreaterThan(1);
  expect(layers.map((line) => line.replace(/^[0-9a-f]{12}: /, '').trimEnd())).toEqual(
    layers.map(() => 'Pull complete'),
  );
  expect(lines.filter((line) => line !== '' && !layers.includes(line))).toEqual([
    'root@laptop:~# docker pull nginx:alpine',
    'alpine: Pulling from library/nginx',
    expect.stringMatching(/^Digest: sha256:[0-9a-f]{64}$/),
    'Status: Downloaded newer image for nginx:alpine',
    'docker.io/library/nginx:alpine',
    'root@laptop:~#',
  ]);
});

test('a shell in a container has the terminal: size, keys, leaving it running and coming back', async () => {
  const me = await Learner.sit({ columns: 110, rows: 60 });
  await me.type('docker pull -q busybox\r', 20_000);
  await me.type('docker run -it --name box busybox\r');
  await me.type('echo hel\x7flo; stty size; tty\r');
  me.resize(100, 50);
  await me.type('stty size\r');
  await me.type('sleep 100\r');
  await me.type('\x03');
  await me.type('\x10\x11');
  await me.type('docker ps --format "{{.Names}} {{.State}}"\r');
  await me.type('docker attach box\r');
  await me.type('exit 3\r');
  await me.type('echo "code $?"\r');
  expect(after(me.text(), '--name box busybox')).toBe(
    [
      '/ # echo helo; stty size; tty',
      'helo',
      '60 110',
      '/dev/pts/0',
      '/ # stty size',
      '50 100',
      '/ # sleep 100',
      '^C',
      'root@laptop:~# docker ps --format "{{.Names}} {{.State}}"',
      'box running',
      'root@laptop:~# docker attach box',
      '/ # exit 3',
      'root@laptop:~# echo "code $?"',
      'code 3',
      'root@laptop:~#',
    ].join('\n'),
  );
});

test('Ctrl-C leaves logs that are followed, and the third one a program that does not listen to it', async () => {
  const me = await Learner.sit({ columns: 110, rows: 60 });
  await me.type('docker pull -q busybox\r', 20_000);
  await me.type('docker run -d --name ticker busybox sh -c "echo tick; sleep 1000" > /dev/null\r');
  await me.type('docker logs -f ticker\r');
  await me.type('\x03');
  await me.type('docker run --rm busybox sleep 5000\r');
  await me.type('\x03');
  await me.type('\x03');
  await me.type('\x03');
  await me.type('echo "code $?"\r');
  expect(after(me.text(), '> /dev/null')).toBe(
    [
      'root@laptop:~# docker logs -f ticker',
      'tick',
      '^C',
      'root@laptop:~# docker run --rm busybox sleep 5000',
      '^C^C^C',
      'got 3 SIGTERM/SIGINTs, forcefully exiting',
      'root@laptop:~# echo "code $?"',
      'code 1',
      'root@laptop:~#',
    ].join('\n'),
  );
});

test('questions are asked on the terminal, and a password does not show', async () => {
  const me = await Learner.sit({ columns: 110, rows: 60 });
  await me.type('docker volume create data\r');
  await me.type('docker volume prune --all\r');
  await me.type('n\r');
  await me.type('docker login\r');
  await me.type('ann\r');
  await me.type('secret\r');
  expect(after(me.text(), 'volume create data')).toBe(
    [
      'data',
      'root@laptop:~# docker volume prune --all',
      'WARNING! This will remove all local volumes not used by at least one container.',
      'Are you sure you want to continue? [y/N] n',
      'root@laptop:~# docker login',
      'Username: ann',
      'Password: ',
      '',
      "WARNING! Your credentials are stored unencrypted in '/root/.docker/config.json'.",
      'Configure a credential helper to remove this warning. See',
      'https://docs.docker.com/go/credential-store/',
      '',
      'Login Succeeded',
      'root@laptop:~#',
    ].join('\n'),
  );
});

test('Tab offers what docker knows, with a word on each', async () => {
  const me = await Learner.sit({ columns: 110, rows: 60 });
  await me.type('docker pull -q busybox\r', 20_000);
  await me.type('docker run -d --name clock busybox sleep 1000 > /dev/null\r');
  await me.type('docker exec clo\t date\r');
  expect(me.text()).toContain('root@laptop:~# docker exec clock  date');
  await me.type('docker netw\t\tl\t');
  expect(me.text().split('\n').at(-1)).toBe('root@laptop:~# docker network ls');
});
