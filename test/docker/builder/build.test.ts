import { expect, test } from 'vitest';
import { buildWorld } from './build-world';

test('BuildKit builds an image of the context and uses its cache the second time', async () => {
  const world = await buildWorld();
  const context = {
    Dockerfile: 'FROM busybox\nWORKDIR /app\nCOPY hello.sh .\nRUN chmod +x hello.sh\nCMD ["./hello.sh"]\n',
    'hello.sh': '#!/bin/sh\necho hello from the image\n',
  };
  const told = await world.build(context, { version: '2', t: 'hello' });
  const steps = told.flatMap((message) =>
    message.vertex?.completed === undefined ? [] : [message.vertex.name.replace(/@sha256:.*/, '')],
  );
  expect(told.at(-1)).toMatchObject({ result: { id: expect.stringMatching(/^sha256:/) as string } });
  expect(steps).toEqual([
    '[internal] load build definition from Dockerfile',
    '[internal] load metadata for docker.io/library/busybox:latest',
    '[internal] load .dockerignore',
    '[1/4] FROM docker.io/library/busybox:latest',
    '[internal] load build context',
    '[2/4] WORKDIR /app',
    '[3/4] COPY hello.sh .',
    '[4/4] RUN chmod +x hello.sh',
    'exporting to image',
  ]);
  const image = world.find('hello')!;
  expect(image.config).toMatchObject({ Cmd: ['./hello.sh'], WorkingDir: '/app', ArgsEscaped: true });
  expect(image.history.slice(-4).map((line) => line.created_by)).toEqual([
    'WORKDIR /app',
    'COPY hello.sh . # buildkit',
    'RUN /bin/sh -c chmod +x hello.sh # buildkit',
    'CMD ["./hello.sh"]',
  ]);
  expect(image.layers.at(-1)!.files().get('/app/hello.sh')).toMatchObject({ type: 'file', mode: 0o755 });
  const again = await world.build(context, { version: '2', t: 'hello' });
  expect(again.at(-1)!.result!.id).toBe(told.at(-1)!.result!.id);
  expect(again.filter((message) => message.vertex?.cached).map((message) => message.vertex!.name)).toContain(
    '[4/4] RUN chmod +x hello.sh',
  );
});
