import type { Info } from '../../api/info';

/** Registries as `/info` tells them. Upstream: registry.ServiceConfig. */
export type RegistryConfig = Info['RegistryConfig'];

const isCidr = (text: string): boolean => /^[\d.]+\/\d+$|^[0-9a-fA-F:]+\/\d+$/.test(text);

/** Fails with the reason for a host that cannot be a registry's. Upstream: validateHostPort. */
function checkHost(text: string): void {
  const [, host = text, port] = /^(\[[^\]]*\]|[^:]*):([^:]*)$/.exec(text) ?? [];
  const fail = (what: string, value: string): never => {
    throw new Error(`insecure registry ${text} is not valid: invalid ${what} ${JSON.stringify(value)}`);
  };
  const address = host.replace(/^\[(.*)\]$/, '$1');
  const isIpv6 = /^[0-9a-fA-F:]+$/.test(address) && address.split(':').length <= 8 && address.includes(':');
  if (!isIpv6 && !/^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*$/.test(address))
    fail('host', host);
  if (port !== undefined && port !== '' && !(/^\d+$/.test(port) && Number(port) <= 65535)) fail('port', port);
}

/** The registries of daemon.json's `insecure-registries`, beside the computer itself. Throws an Error with the daemon's words. Upstream: loadInsecureRegistries. */
export function registryConfig(insecure: readonly string[], mirrors: readonly string[] = []): RegistryConfig {
  const config: RegistryConfig = {
    IndexConfigs: { 'docker.io': { Mirrors: [...mirrors], Name: 'docker.io', Official: true, Secure: true } },
    InsecureRegistryCIDRs: ['::1/128', '127.0.0.0/8'],
    Mirrors: mirrors.length > 0 ? [...mirrors] : null,
  };
  for (const given of insecure) {
    const name = given.replace(/^https?:\/\//i, '');
    if (name.includes('://')) throw new Error(`insecure registry ${given} should not contain '://'`);
    if (isCidr(name)) {
      if (!config.InsecureRegistryCIDRs.includes(name)) config.InsecureRegistryCIDRs.push(name);
      continue;
    }
    checkHost(name);
    config.IndexConfigs[name] = { Mirrors: [], Name: name, Official: false, Secure: false };
  }
  return config;
}

/** What the computer's /etc/docker/daemon.json says of registries. Simplified: read when it is asked for, not at the daemon's start. */
export function savedRegistryConfig(files: {
  exists(path: string): boolean;
  readText(path: string): string;
}): RegistryConfig {
  const path = '/etc/docker/daemon.json';
  if (!files.exists(path)) return registryConfig([]);
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((v) => typeof v === 'string') : []);
  try {
    const saved = JSON.parse(files.readText(path)) as Record<string, unknown> | null;
    return registryConfig(texts(saved?.['insecure-registries']), texts(saved?.['registry-mirrors']));
  } catch {
    // The daemon does not start with such a file; here it goes on without it.
    return registryConfig([]);
  }
}
