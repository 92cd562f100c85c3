import type { Program } from '#process/process';
import { curl } from './curl';
import { arp, brctl, ifconfig, route } from './interfaces';
import { ip } from './ip';
import { iptables, iptablesSave } from './iptables';
import { ab, hey } from './load';
import { dig, getent, host, hostname } from './names';
import { nc, telnet } from './nc';
import { nslookup } from './nslookup';
import { ping } from './ping';
import { netstat, ss } from './sockets';
import { tcpdump, traceroute } from './traceroute';
import { wget } from './wget';

/** The network programs. */
export const netPrograms: readonly Program[] = [
  ab,
  arp,
  brctl,
  curl,
  dig,
  getent,
  hey,
  host,
  hostname,
  ifconfig,
  ip,
  iptables,
  iptablesSave,
  nc,
  netstat,
  nslookup,
  ping,
  route,
  ss,
  tcpdump,
  telnet,
  traceroute,
  wget,
];
