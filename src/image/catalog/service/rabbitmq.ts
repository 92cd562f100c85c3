import { json } from '#network/http';
import type { Process, Program } from '#process/process';
import { isoTime, service, standIn } from './service-program';

const rabbitLine = (process: Process, level: string, text: string): string =>
  `${isoTime(process).slice(0, 23).replace('T', ' ')}000+00:00 [${level}] <0.230.0> ${text}`;

const credentials = (process: Process): [string, string] => [
  process.env.get('RABBITMQ_DEFAULT_USER') ?? 'guest',
  process.env.get('RABBITMQ_DEFAULT_PASS') ?? 'guest',
];

/** Simplified: messages are not simulated; the node, its logs and the first answers of its management API are. */
const rabbitServer = (process: Process, management: boolean): string[] => [
  rabbitLine(process, 'notice', 'Feature flags: list of feature flags found:'),
  rabbitLine(
    process,
    'info',
    ` Starting RabbitMQ ${process.env.get('RABBITMQ_VERSION') ?? '4.2.1'} on Erlang 27.3.4 [jit]`,
  ),
  ' Copyright (c) 2007-2025 Broadcom Inc and/or its subsidiaries',
  ' Licensed under the MPL 2.0. Website: https://rabbitmq.com',
  '',
  '  ##  ##      RabbitMQ ' + (process.env.get('RABBITMQ_VERSION') ?? '4.2.1'),
  '  ##  ##',
  '  ##########  Copyright (c) 2007-2025 Broadcom Inc and/or its subsidiaries',
  '  ######  ##',
  '  ##########  Licensed under the MPL 2.0. Website: https://rabbitmq.com',
  '',
  '  Starting broker...',
  rabbitLine(process, 'info', ` node           : rabbit@${process.host.hostname}`),
  rabbitLine(process, 'info', 'started TCP listener on [::]:5672'),
  ...(management
    ? [rabbitLine(process, 'info', 'Management plugin: HTTP (non-TLS) listener started on port 15672')]
    : []),
  rabbitLine(process, 'info', `Server startup complete; ${management ? '5 plugins started.' : '0 plugins started.'}`),
  ...(management
    ? [' * rabbitmq_prometheus', ' * rabbitmq_management', ' * rabbitmq_management_agent', ' * rabbitmq_web_dispatch']
    : []),
  rabbitLine(process, 'info', 'Time to start RabbitMQ: 4123 ms'),
  ...(management ? [' completed with 4 plugins.'] : [' completed with 0 plugins.']),
];

const basic = (user: string, password: string): string => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes = [...new TextEncoder().encode(`${user}:${password}`)];
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    out += [18, 12, 6, 0]
      .map((shift, index) => (at + index > bytes.length ? '=' : letters[(bits >> shift) & 63]!))
      .join('');
  }
  return `Basic ${out}`;
};

/** The broker and its tools, without messages. */
export const rabbit = (name: string, management: boolean): Program =>
  service({
    name,
    title: 'RabbitMQ Management',
    memory: 140_000_000,
    startupMs: 4000,
    log: (process) => rabbitServer(process, management),
    ports: [
      {
        port: 5672,
        accept: async (socket) => {
          await socket.reader.read(8);
          await socket.writer.write('AMQP\0\0\x09\x01');
          socket.close();
        },
      },
      ...(management
        ? [
            {
              port: 15672,
              http: (request: Parameters<typeof standIn>[1] & object, process: Process) => {
                if (!request.target.startsWith('/api/')) return standIn('RabbitMQ Management', request);
                const [user, password] = credentials(process);
                if (request.headers['authorization'] !== basic(user, password)) {
                  return json(
                    401,
                    { error: 'not_authorized', reason: 'Not_Authorized' },
                    { 'www-authenticate': 'Basic realm="RabbitMQ Management"' },
                  );
                }
                const path = request.target.split('?')[0]!;
                if (path === '/api/overview')
                  return json(200, {
                    management_version: process.env.get('RABBITMQ_VERSION'),
                    rabbitmq_version: process.env.get('RABBITMQ_VERSION'),
                    cluster_name: `rabbit@${process.host.hostname}`,
                    object_totals: { channels: 0, connections: 0, consumers: 0, exchanges: 7, queues: 0 },
                    node: `rabbit@${process.host.hostname}`,
                  });
                if (path === '/api/queues' || path === '/api/connections' || path === '/api/channels')
                  return json(200, []);
                if (path === '/api/vhosts') return json(200, [{ name: '/' }]);
                if (
                  path.startsWith('/api/healthchecks') ||
                  path.startsWith('/api/health/checks') ||
                  path.startsWith('/api/aliveness-test')
                )
                  return json(200, { status: 'ok' });
                return json(501, {
                  error: 'not_simulated',
                  reason: 'drydock: this part of the management API is not simulated yet',
                });
              },
            },
          ]
        : []),
    ],
    farewell: (process) => [rabbitLine(process, 'info', 'RabbitMQ is asked to stop...')],
  });

/** The broker and its tools, without messages. */
export const rabbitctl = (name: string): Program => ({
  name,
  async run(process) {
    const [command = '', ...args] = process.argv.slice(1).filter((arg) => !arg.startsWith('-'));
    const node = `rabbit@${process.host.hostname}`;
    const up = process.net.sockets().some((socket) => socket.state === 'LISTEN' && socket.local.port === 5672);
    const say = (text: string): Promise<void> => process.stdout.write(`${text}\n`);
    if (command === 'version') return say(process.env.get('RABBITMQ_VERSION') ?? '4.2.1').then(() => 0);
    if (!up) {
      await process.stderr.write(
        `Error: unable to perform an operation on node '${node}'. Please see diagnostics information and suggestions below.\n`,
      );
      return 69;
    }
    const file = '/var/lib/rabbitmq/drydock.users';
    const users = process.fs.exists(file)
      ? process.fs.readText(file).split('\n').filter(Boolean)
      : [`${credentials(process)[0]}\t[administrator]`];
    if (command === 'status')
      await say(
        `Status of node ${node} ...\nRuntime\n\nOS PID: 1\nOS: Linux\nUptime (seconds): 60\nIs under maintenance?: false\nRabbitMQ version: ${process.env.get('RABBITMQ_VERSION') ?? ''}`,
      );
    else if (command === 'list_queues') await say('Timeout: 60.0 seconds ...\nListing queues for vhost / ...');
    else if (command === 'list_vhosts') await say('Listing vhosts ...\nname\n/');
    else if (command === 'list_exchanges')
      await say(
        'Listing exchanges for vhost / ...\nname\ttype\namq.topic\ttopic\namq.match\theaders\namq.direct\tdirect\namq.fanout\tfanout\namq.headers\theaders\namq.rabbitmq.trace\ttopic\n\tdirect',
      );
    else if (command === 'list_users') await say(`Listing users ...\nuser\ttags\n${users.join('\n')}`);
    else if (command === 'add_user') {
      process.fs.writeFile(file, `${[...users, `${args[0] ?? ''}\t[]`].join('\n')}\n`);
      await say(
        `Adding user "${args[0] ?? ''}" ...\nDone. Don't forget to grant the user permissions to some virtual hosts! See 'rabbitmqctl help set_permissions' to learn more.`,
      );
    } else if (command === 'set_user_tags') {
      process.fs.writeFile(
        file,
        `${users.map((line) => (line.startsWith(`${args[0] ?? ''}\t`) ? `${args[0] ?? ''}\t[${args.slice(1).join(', ')}]` : line)).join('\n')}\n`,
      );
      await say(`Setting tags for user "${args[0] ?? ''}" to [${args.slice(1).join(', ')}] ...`);
    } else if (command === 'set_permissions')
      await say(`Setting permissions for user "${args[0] ?? ''}" in vhost "/" ...`);
    else if (command === 'cluster_status')
      await say(
        `Cluster status of node ${node} ...\nBasics\n\nCluster name: ${node}\n\nDisk Nodes\n\n${node}\n\nRunning Nodes\n\n${node}`,
      );
    else if (command === 'ping')
      await say(
        `Will ping ${node}. This only checks if the OS process is running and registered with epmd. Timeout: 60000 ms.\nPing succeeded`,
      );
    else if (['check_running', 'check_port_connectivity', 'check_local_alarms'].includes(command))
      await say(
        `Checking if RabbitMQ is running on node ${node} ...\nRabbitMQ on node ${node} is fully booted and running`,
      );
    else if (name === 'rabbitmq-plugins' && command === 'list')
      await say(
        `Listing plugins with pattern ".*" ...\n Configured: E = explicitly enabled; e = implicitly enabled\n | Status: * = running on ${node}\n |/\n[E*] rabbitmq_management ${process.env.get('RABBITMQ_VERSION') ?? ''}`,
      );
    else {
      await process.stderr.write(`drydock: ${name} ${command} is not simulated yet\n`);
      return 1;
    }
    return 0;
  },
});
