import { expect, test } from 'vitest';
import { GROUPS } from '#workbench/lazy-programs';

test.each(GROUPS.map((group) => [group.names.split(' ', 1)[0]!, group] as const))(
  'the group of %s names exactly the programs that it loads',
  async (_, group) => {
    const loaded = (await group.load()).map((program) => program.name);
    expect(group.names.split(' ').toSorted()).toEqual(loaded.toSorted());
  },
);
