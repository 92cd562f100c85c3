import { expect, test } from 'vitest';
import { text } from '#network/http';
import { Fabric } from '#network/fabric';
import type { NetworkStack } from '#network/stack';
import { markApplet } from '#programs/program';
import { netPrograms } from '#programs/net/index';
import type { Program } from '#process/process';
import { createTestMachine } from '../../support/world';
import { bridge, container } from '../../network/yard';

/** Two containers on a network, `web` with a server on port 80, and a shell's view from the machine or from `cli`. */
function world() {
  let seen: NetworkStack | undefined;
  const network = new Proxy({} as NetworkStack, {
    get: (_, key) => {
      const value: unknown = Reflect.get(seen!, key);
      return typeof value === 'function' ? (value.bind(seen) as unknown) : value;
    },
  });
  const applet = (program: Program): Program => ({
    name: `busybox-${program.name}`,
    run: (process) => {
      markApplet(process);
      return program.run(process);
    },
  });
  const machine = createTestMachine({
    network,
    programs: [...netPrograms, ...netPrograms.map(applet)],
    files: { '/etc/resolv.conf': 'nameserver 127.0.0.11\noptions ndots:0\n', '/root/form.txt': 'hello' },
  });
  const fabric = new Fabric({ clock: machine.clock, random: machine.random, trace: machine.trace });
  const laptop = fabric.addMachine({ name: 'laptop' });
  bridge(laptop, 'br-app', '172.18.0.0/16');
  const web = container(laptop, 'web', [{ bridge: 'br-app', address: '172.18.0.2' }]);
  const cli = container(laptop, 'cli', [
    { bridge: 'br-app', address: '172.18.0.3', spec: { mac: '02:38:3b:26:fe:cc' } },
  ]);
  cli.setEmbeddedDns({
    resolve: (name, type) => (name === 'web' ? (type === 'A' ? ['172.18.0.2'] : []) : undefined),
    upstream: () => [],
  });
  web.listen({
    port: 80,
    program: 'nginx',
    http: (r) => {
      if (r.target === '/moved') return { ...text(301, ''), headers: { location: '/there' } };
      if (r.target === '/bad') return text(500, 'oops\n');
      return text(200, `<h1>${r.method} ${r.target}</h1>\n`, { 'content-type': 'text/html' });
    },
  });
  laptop.publish({
    protocol: 'tcp',
    hostIp: '0.0.0.0',
    hostPort: 8080,
    containerIp: '172.18.0.2',
    containerPort: 80,
    bridge: 'br-app',
  });
  laptop.publish({
    protocol: 'tcp',
    hostIp: '0.0.0.0',
    hostPort: 9000,
    containerIp: '172.18.0.2',
    containerPort: 7000,
    bridge: 'br-app',
  });
  const run = (where: 'laptop' | 'cli', line: string, how = {}) => {
    seen = where === 'laptop' ? laptop.host : cli;
    return machine.run(line.split(' '), how);
  };
  return { run, laptop, fabric, web, cli };
}

test('curl prints pages, and fails in the words of curl 8', async () => {
  const { run } = world();
  expect(await run('laptop', 'curl -s http://localhost:8080/a?b=c')).toEqual({
    code: 0,
    stdout: '<h1>GET /a?b=c</h1>\n',
    stderr: '',
  });
  expect(await run('laptop', 'curl -sS http://localhost:7777')).toEqual({
    code: 7,
    stdout: '',
    stderr: 'curl: (7) Failed to connect to localhost:7777 after 0 ms: Could not connect to server\n',
  });
  expect((await run('laptop', 'curl -s http://localhost:9000')).code).toBe(56);
  expect(await run('cli', 'curl -sS http://nosuch/')).toEqual({
    code: 6,
    stdout: '',
    stderr: 'curl: (6) Could not resolve host: nosuch\n',
  });
  expect(await run('laptop', 'curl -fsS localhost:8080/bad')).toEqual({
    code: 22,
    stdout: '',
    stderr: 'curl: (22) The requested URL returned error: 500\n',
  });
  expect(
    (await run('laptop', 'curl -sL -o /dev/null -w %{http_code}:%{num_redirects} localhost:8080/moved')).stdout,
  ).toBe('200:1');
  expect((await run('laptop', 'curl -s -X POST -d a=1 -d b=2 localhost:8080/f')).stdout).toBe('<h1>POST /f</h1>\n');
  expect((await run('laptop', 'curl -sI localhost:8080/')).stdout).toBe(
    'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 16\r\n\r\n',
  );
  expect((await run('laptop', 'curl -s -v localhost:8080/')).stderr.split('\n').filter((l) => /^[<>]/.test(l))).toEqual(
    [
      '> GET / HTTP/1.1',
      '> Host: localhost:8080',
      '> User-Agent: curl/8.14.1',
      '> Accept: */*',
      '> ',
      '< HTTP/1.1 200 OK',
      '< Content-Type: text/html',
      '< Content-Length: 15',
      '< ',
    ],
  );
});

test('busybox wget, ping and nslookup say what the recordings show', async () => {
  const { run } = world();
  expect(await run('cli', 'busybox-wget -qO- http://web')).toEqual({ code: 0, stdout: '<h1>GET /</h1>\n', stderr: '' });
  expect(await run('cli', 'busybox-wget -qO- http://web:81')).toEqual({
    code: 1,
    stdout: '',
    stderr: "wget: can't connect to remote host (172.18.0.2): Connection refused\n",
  });
  expect(await run('cli', 'busybox-wget -qO- http://nosuch')).toEqual({
    code: 1,
    stdout: '',
    stderr: "wget: bad address 'nosuch'\n",
  });
  const ping = await run('cli', 'busybox-ping -c 2 web');
  expect(ping.stdout.replace(/\d\.\d{3}/g, 'N')).toBe(
    [
      'PING web (172.18.0.2): 56 data bytes',
      '64 bytes from 172.18.0.2: seq=0 ttl=64 time=N ms',
      '64 bytes from 172.18.0.2: seq=1 ttl=64 time=N ms',
      '',
      '--- web ping statistics ---',
      '2 packets transmitted, 2 packets received, 0% packet loss',
      'round-trip min/avg/max = N/N/N ms',
      '',
    ].join('\n'),
  );
  expect(await run('cli', 'busybox-ping -c 1 nosuch')).toEqual({
    code: 1,
    stdout: '',
    stderr: "ping: bad address 'nosuch'\n",
  });
  expect((await run('cli', 'busybox-ping -c 1 -W 1 172.18.0.9')).stdout).toBe(
    'PING 172.18.0.9 (172.18.0.9): 56 data bytes\n\n--- 172.18.0.9 ping statistics ---\n1 packets transmitted, 0 packets received, 100% packet loss\n',
  );
  expect((await run('cli', 'busybox-nslookup web')).stdout).toBe(
    'Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\nNon-authoritative answer:\nName:\tweb\nAddress: 172.18.0.2\n\nNon-authoritative answer:\n\n',
  );
  expect(await run('cli', 'busybox-nslookup nosuch')).toEqual({
    code: 1,
    stderr: '',
    stdout:
      "Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\n** server can't find nosuch: SERVFAIL\n\n** server can't find nosuch: SERVFAIL\n\n",
  });
});

test('ip shows interfaces and routes as busybox 1.35 does in a container', async () => {
  const { run, cli } = world();
  const peer = String(cli.interfaces()[1]!.peerIndex);
  expect((await run('cli', 'busybox-ip addr show')).stdout).toBe(
    [
      '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000',
      '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
      '    inet 127.0.0.1/8 scope host lo',
      '       valid_lft forever preferred_lft forever',
      '    inet6 ::1/128 scope host ',
      '       valid_lft forever preferred_lft forever',
      `2: eth0@if${peer}: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue `,
      '    link/ether 02:38:3b:26:fe:cc brd ff:ff:ff:ff:ff:ff',
      '    inet 172.18.0.3/16 brd 172.18.255.255 scope global eth0',
      '       valid_lft forever preferred_lft forever',
      '',
    ].join('\n'),
  );
  expect((await run('cli', 'busybox-ip route')).stdout).toBe(
    'default via 172.18.0.1 dev eth0 \n172.18.0.0/16 dev eth0 scope link  src 172.18.0.3 \n',
  );
});

test('a rule in DOCKER-USER stops a published port, and taking it away opens it', async () => {
  const { run } = world();
  expect((await run('laptop', 'iptables -I DOCKER-USER -d 172.18.0.2 -p tcp --dport 80 -j DROP')).code).toBe(0);
  expect((await run('laptop', 'iptables -S DOCKER-USER')).stdout).toBe(
    '-N DOCKER-USER\n-A DOCKER-USER -d 172.18.0.2/32 -p tcp -m tcp --dport 80 -j DROP\n',
  );
  expect((await run('laptop', 'iptables -D DOCKER-USER 1')).code).toBe(0);
  expect((await run('laptop', 'iptables -t nat -L DOCKER -n')).stdout).toContain('tcp dpt:8080 to:172.18.0.2:80');
});

test('every program runs without a fault of ours, whatever it is told', async () => {
  const { run } = world();
  for (const { name } of netPrograms) {
    for (const args of ['', '--nosuch', 'web', '-h', '172.18.0.2 80']) {
      if ((name === 'ping' || name === 'traceroute') && args === '-h') continue;
      const result = await run('cli', `${name}${args === '' ? '' : ` ${args}`}`, { timeoutMs: 20_000 });
      expect(`${name} ${args}: ${result.stderr}`).not.toContain('simulator bug');
    }
  }
});
