/** A repository that is built from: `https://github.com/user/repo.git#branch:directory`. */
export interface GitUrl {
  readonly remote: string;
  readonly ref: string;
  readonly subdir: string;
}

/** The parts of a build context's address that names a repository; undefined for another address. Upstream: git.parseRemoteURL. */
export function parseGitUrl(text: string): GitUrl | undefined {
  const isRepository =
    /^(?:git:\/\/|ssh:\/\/|github\.com\/|[^/:@\s]+@[^/:\s]+:)/.test(text) || /^https?:\/\/\S*\.git(?:#.*)?$/.test(text);
  if (!isRepository) return undefined;
  const at = text.indexOf('#');
  const address = at < 0 ? text : text.slice(0, at);
  const [ref = '', subdir = ''] = at < 0 ? [] : text.slice(at + 1).split(':', 2);
  return { remote: address.startsWith('github.com/') ? `https://${address}` : address, ref: ref || 'master', subdir };
}
