/** An image's name in full: `docker.io/library/nginx:latest` in its parts. */
export interface Reference {
  /** The registry's host, with its port if there is one: `docker.io`. */
  readonly domain: string;
  /** The repository on that registry: `library/nginx`. */
  readonly path: string;
  readonly tag?: string;
  /** `sha256:...` */
  readonly digest?: string;
}

/** A text that is no image name; the message is docker's. */
export class ReferenceFormatError extends Error {
  override readonly name = 'ReferenceFormatError';
}

const DEFAULT_DOMAIN = 'docker.io';
const LEGACY_DOMAIN = 'index.docker.io';
const OFFICIAL = 'library/';
const MOST_CHARACTERS = 255;

const ALNUM = '[a-z0-9]+';
const SEPARATOR = '(?:[._]|__|[-]+)';
const COMPONENT = `${ALNUM}(?:${SEPARATOR}${ALNUM})*`;
const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `(?:${LABEL}(?:\\.${LABEL})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`;
const REFERENCE = new RegExp(
  `^((?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*)(?::([\\w][\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);

/**
 * Reads what a user may write for an image, and completes it as docker does: `nginx` is `docker.io/library/nginx`
 * (without a tag: see `withDefaultTag`). Throws ReferenceFormatError. Upstream: distribution/reference normalize.go.
 */
export function parseReference(text: string): Reference {
  if (/^[a-f0-9]{64}$/.test(text)) {
    throw new ReferenceFormatError(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  }
  const { domain, rest } = splitDomain(text);
  const colon = rest.indexOf(':');
  const name = (colon < 0 ? rest : rest.slice(0, colon)).replace(/@.*$/s, '');
  if (name !== name.toLowerCase()) {
    throw new ReferenceFormatError(`invalid reference format: repository name (${name}) must be lowercase`);
  }
  const match = text.length > 4096 ? null : REFERENCE.exec(`${domain}/${rest}`);
  if (!match) throw new ReferenceFormatError('invalid reference format');
  if (name.length > MOST_CHARACTERS) {
    throw new ReferenceFormatError(`repository name must not be more than ${String(MOST_CHARACTERS)} characters`);
  }
  const digest = match[3];
  if (digest !== undefined) checkDigest(digest);
  const path = match[1]!.slice(domain.length + 1);
  return { domain, path, ...(match[2] !== undefined && { tag: match[2] }), ...(digest !== undefined && { digest }) };
}

function splitDomain(text: string): { domain: string; rest: string } {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(0, slash));
  const named = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  let domain = named ? first : DEFAULT_DOMAIN;
  let rest = named ? text.slice(slash + 1) : text;
  if (domain === LEGACY_DOMAIN) domain = DEFAULT_DOMAIN;
  if (domain === DEFAULT_DOMAIN && !rest.includes('/')) rest = OFFICIAL + rest;
  return { domain, rest };
}

function checkDigest(digest: string): void {
  const [algorithm, hex] = digest.split(':') as [string, string];
  const length = { sha256: 64, sha384: 96, sha512: 128 }[algorithm];
  if (length === undefined) throw new ReferenceFormatError('unsupported digest algorithm');
  if (hex.length !== length) throw new ReferenceFormatError('invalid checksum digest length');
  if (!/^[a-f0-9]+$/.test(hex)) throw new ReferenceFormatError('invalid checksum digest format');
}

/** The repository in full, without tag and digest: `docker.io/library/nginx`. */
export const repositoryName = ({ domain, path }: Reference): string => `${domain}/${path}`;

/** The repository as docker shows it: `nginx`, `traefik/whoami`, `localhost:5000/app`. */
export function familiarName({ domain, path }: Reference): string {
  if (domain !== DEFAULT_DOMAIN) return `${domain}/${path}`;
  const short = path.slice(OFFICIAL.length);
  return path.startsWith(OFFICIAL) && !short.includes('/') ? short : path;
}

const suffix = ({ tag, digest }: Reference): string =>
  (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`);

/** The reference as docker shows it: `nginx:latest`. */
export const familiarString = (reference: Reference): string => familiarName(reference) + suffix(reference);

/** The reference in full: `docker.io/library/nginx:latest`. */
export const fullString = (reference: Reference): string => repositoryName(reference) + suffix(reference);

/** The same with `:latest`, when it has neither tag nor digest. */
export const withDefaultTag = (reference: Reference): Reference =>
  reference.tag === undefined && reference.digest === undefined ? { ...reference, tag: 'latest' } : reference;
