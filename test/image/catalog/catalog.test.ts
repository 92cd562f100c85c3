import { expect, test } from 'vitest';
import { catalogImages } from '#image/catalog/index';
import { Catalog } from '#image/catalog';
import { basicPrograms } from '#workbench/programs';
import { programOf } from '#process/process';
import { decode } from '#io/streams';

test('every image of the catalog can be made, and no tag or repository is declared twice', () => {
  const repositories = catalogImages.map((image) => image.repository);
  expect(repositories.filter((name, at) => repositories.indexOf(name) !== at)).toEqual([]);
  const twice = catalogImages.flatMap(({ repository, tags }) =>
    tags.filter((tag, at) => tags.indexOf(tag) !== at).map((tag) => `${repository}:${tag}`),
  );
  expect(twice).toEqual([]);
  const broken: string[] = [];
  for (const image of catalogImages) {
    for (const tag of image.tags) {
      try {
        for (const layer of image.image(tag)!.layers) layer.files();
      } catch (error) {
        broken.push(`${image.repository}:${tag} ${String(error)}`);
      }
    }
  }
  expect(broken).toEqual([]);
});

test('no two programs of the world share a name', () => {
  expect(() => basicPrograms(new Catalog(catalogImages).programs())).not.toThrow();
});

test('the command and entry point of each service leads to a file that is there', () => {
  const programs = basicPrograms(new Catalog(catalogImages).programs());
  const lost: string[] = [];
  for (const image of catalogImages) {
    for (const { tags } of image.variants) {
      const made = image.image(tags[0]!)!;
      const files = new Map(made.layers.flatMap((layer) => [...layer.files()]));
      const argv = [...(made.config.Entrypoint ?? []), ...(made.config.Cmd ?? [])];
      const path =
        made.config.Env?.find((pair) => pair.startsWith('PATH='))
          ?.slice(5)
          .split(':') ?? [];
      const first = argv[0];
      if (first === undefined) continue;
      const tried = first.includes('/')
        ? [first.startsWith('./') ? `${made.config.WorkingDir ?? ''}/${first.slice(2)}` : first]
        : path.map((directory) => `${directory}/${first}`);
      const resolved = tried.flatMap((candidate) => [candidate, candidate.replace(/^\/(s?bin)\//, '/usr/$1/')]);
      const file = resolved
        .map((candidate) => files.get(candidate))
        .find((entry) => entry && entry.type !== 'whiteout');
      if (!file) lost.push(`${image.repository}:${tags[0]!}: ${first}`);
      else if (file.type === 'file' && file.data) {
        const name = programOf(decode(file.data));
        if (name !== undefined && !programs.has(name)) lost.push(`${image.repository}:${tags[0]!}: no program ${name}`);
      }
    }
  }
  expect(lost).toEqual([]);
});

test('no layer hides a directory that its base has as a link, as /bin of merged distributions', () => {
  const hidden: string[] = [];
  for (const image of catalogImages) {
    for (const { tags } of image.variants) {
      const links = new Set<string>();
      for (const layer of image.image(tags[0]!)!.layers) {
        for (const [path, entry] of layer.files()) {
          if (entry.type === 'symlink') links.add(path);
          else if (entry.type === 'directory' && links.has(path))
            hidden.push(`${image.repository}:${tags[0]!} ${path}`);
        }
      }
    }
  }
  expect(hidden).toEqual([]);
});
