import { ComposeError } from '../errors';

/** A published port as docker-compose 1 keeps it. */
export class LegacyPort {
  constructor(
    readonly target: unknown,
    readonly published: unknown,
    readonly protocol: string | undefined,
    readonly mode: string | undefined,
    readonly externalIp: string | undefined,
  ) {}

  /** What two ports must share to be one when files are merged. */
  get mergeKey(): string {
    return [this.target, this.published, this.externalIp, this.protocol].map(String).join('|');
  }
}

const SPEC =
  /^(?:(?:\[?(?<host>[a-fA-F\d.:]+)\]?:)?(?<from>\d*)(?:-(?<fromEnd>\d+))?:)?(?<to>\d+)(?:-(?<toEnd>\d+))?(?<protocol>\/(?:udp|tcp|sctp))?$/;

const MAX_PORTS = 65_536;

function range(start: string | undefined, end: string | undefined, anyOf: boolean): string[] | undefined {
  if (start === undefined || start === '') return start === undefined ? undefined : [];
  if (end === undefined) return [start];
  if (anyOf) return [`${start}-${end}`];
  const count = Math.min(MAX_PORTS, Math.max(0, Number(end) - Number(start) + 1));
  return Array.from({ length: count }, (_, i) => String(Number(start) + i));
}

/** A port's text taken apart. Throws ComposeError. Upstream: docker-py utils/ports.py. */
export function splitPort(text: string): { to: string[]; from: string[] | undefined; host?: string; protocol: string } {
  const found = SPEC.exec(text)?.groups;
  if (!found) {
    throw new ComposeError(`Invalid port "${text}", should be [[remote_ip:]remote_port[-remote_port]:]port[/protocol]`);
  }
  const to = range(found.to, found.toEnd, false)!;
  const from = range(found.from, found.fromEnd, to.length === 1);
  const host = found.host;
  if (from !== undefined && from.length !== to.length && !(host !== undefined && from.length === 0)) {
    throw new ComposeError("Port ranges don't match in length");
  }
  return { to, from, ...(host !== undefined && { host }), protocol: found.protocol ?? '' };
}

const number = (text: unknown, which: string): unknown => {
  if (typeof text !== 'string' || text === '') return text;
  if (which === 'published' && text.includes('-')) return text;
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new ComposeError(`Invalid ${which} port: ${text}`);
  return Number(text);
};

/** One entry of `ports` as the ports that it stands for. Throws ComposeError. */
export function parseLegacyPort(spec: unknown): LegacyPort[] {
  if (spec instanceof LegacyPort) return [spec];
  if (typeof spec === 'object' && spec !== null) {
    const { target, published, protocol, mode } = spec as Record<string, string | undefined>;
    return [new LegacyPort(number(target, 'target'), number(published, 'published'), protocol, mode, undefined)];
  }
  const { to, from, host, protocol } = splitPort(String(spec));
  return to.map(
    (target, i) =>
      new LegacyPort(
        number(target, 'target'),
        number(from?.[i], 'published'),
        protocol === '' ? undefined : protocol.slice(1),
        undefined,
        host,
      ),
  );
}

/** How `config` prints a port. */
export function portView(port: LegacyPort, isV1: boolean): unknown {
  const { target, published, protocol, mode, externalIp } = port;
  if (!isV1 && externalIp === undefined) {
    return {
      ...(target !== undefined && { target }),
      ...(published !== undefined && { published }),
      ...(protocol !== undefined && { protocol }),
      ...(mode !== undefined && { mode }),
    };
  }
  const ip = externalIp === undefined ? '' : `${externalIp}:`;
  const colon = published !== undefined || externalIp !== undefined ? ':' : '';
  return `${ip}${String((published as number | undefined) ?? '')}${colon}${String(target)}/${protocol ?? 'tcp'}`;
}
