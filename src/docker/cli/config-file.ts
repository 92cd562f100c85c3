import { decodeBase64, encodeBase64 } from './base64';
import type { AuthConfig } from '#docker/api/auth';
import type { Process } from '#process/process';

interface Saved {
  auths?: Record<string, { auth?: string; identitytoken?: string }>;
  currentContext?: string;
  detachKeys?: string;
  psFormat?: string;
  imagesFormat?: string;
  [other: string]: unknown;
}

/** What docker looks up under for Docker Hub. */
export const HUB = 'https://index.docker.io/v1/';

/** ~/.docker/config.json: logins, the context in use, formats. Upstream: cli/config/configfile. */
export class ConfigFile {
  readonly saved: Saved;

  constructor(
    private readonly process: Process,
    readonly directory: string,
  ) {
    let saved: unknown = {};
    const { path } = this;
    if (process.fs.exists(path)) {
      try {
        saved = JSON.parse(process.fs.readText(path));
      } catch {
        this.warning = `WARNING: Error loading config file: ${path}: invalid character in the file\n`;
      }
    }
    this.saved = typeof saved === 'object' && saved !== null && !Array.isArray(saved) ? (saved as Saved) : {};
  }

  /** Set when the file could not be read. */
  warning: string | undefined;

  get path(): string {
    return `${this.directory}/config.json`;
  }

  save(): void {
    this.process.fs.mkdir(this.directory, { parents: true, mode: 0o700 });
    this.process.fs.writeFile(this.path, JSON.stringify(this.saved, undefined, '\t'), { mode: 0o600 });
  }

  /** The login for a registry; empty when there is none. */
  auth(registry: string): AuthConfig {
    const key = registry === 'docker.io' ? HUB : registry;
    const entry = this.saved.auths?.[key];
    if (!entry?.auth) return {};
    const [username = '', ...rest] = decodeBase64(entry.auth).split(':');
    return { username, password: rest.join(':'), serveraddress: key };
  }

  store(registry: string, username: string, password: string): void {
    this.saved.auths = { ...this.saved.auths, [registry]: { auth: encodeBase64(`${username}:${password}`) } };
    this.save();
  }

  erase(registry: string): void {
    if (!this.saved.auths?.[registry]) return;
    this.saved.auths = Object.fromEntries(Object.entries(this.saved.auths).filter(([key]) => key !== registry));
    this.save();
  }

  /** The header `X-Registry-Auth` for a registry. */
  header(registry: string): Record<string, string> {
    const text = encodeBase64(JSON.stringify(this.auth(registry)));
    return { 'x-registry-auth': text.replaceAll('+', '-').replaceAll('/', '_') };
  }
}
