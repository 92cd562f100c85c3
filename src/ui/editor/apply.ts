/** The command that puts a file into effect, or undefined when there is none. */
export function applyCommand(path: string, home: string): string | undefined {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const directory = path.slice(0, slash) || '/';
  const shown =
    directory === home ? '~' : directory.startsWith(`${home}/`) ? `~${directory.slice(home.length)}` : directory;
  if (/^(?:docker-)?compose\.ya?ml$/.test(name)) return `cd ${shown} && docker compose up -d`;
  if (/^(?:docker-)?compose[.-].*\.ya?ml$/.test(name)) return `cd ${shown} && docker compose -f ${name} up -d`;
  if (name === 'Dockerfile') {
    const image = (directory.slice(directory.lastIndexOf('/') + 1) || 'app')
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '-');
    return `cd ${shown} && docker build -t ${image === 'root' ? 'app' : image} .`;
  }
  return name.endsWith('.sh') ? `bash ${shown}/${name}` : undefined;
}
