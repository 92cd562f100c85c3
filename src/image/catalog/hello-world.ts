import type { Process, Program } from '#process/process';
import { DEFAULT_PATH, defineImage } from '../define-image';

const TEXT = `
Hello from Docker!
This message shows that your installation appears to be working correctly.

To generate this message, Docker took the following steps:
 1. The Docker client contacted the Docker daemon.
 2. The Docker daemon pulled the "hello-world" image from the Docker Hub.
    (amd64)
 3. The Docker daemon created a new container from that image which runs the
    executable that produces the output you are currently reading.
 4. The Docker daemon streamed that output to the Docker client, which sent it
    to your terminal.

To try something more ambitious, you can run an Ubuntu container with:
 $ docker run -it ubuntu bash

Share images, automate workflows, and more with a free Docker ID:
 https://hub.docker.com/

For more examples and ideas, visit:
 https://docs.docker.com/get-started/

`;

/** The whole program of the image. Upstream: docker-library/hello-world hello.c. */
const hello: Program = {
  name: 'hello-world',
  async run(process: Process): Promise<number> {
    await process.stdout.write(TEXT);
    return 0;
  },
};

/** The first image everyone runs. */
export const helloWorld = defineImage({
  repository: 'library/hello-world',
  description: 'Hello World! (an example of minimal Dockerization)',
  stars: 2450,
  programs: [hello],
  variants: [
    {
      tags: ['linux', 'latest'],
      created: '2025-08-08T19:05:17Z',
      config: { Env: [DEFAULT_PATH], Cmd: ['/hello'], WorkingDir: '/' },
      steps: [
        {
          by: 'COPY hello / # buildkit',
          size: 10072,
          compressed: 2395,
          files: (f) => void f.program('/hello', 'hello-world'),
        },
        { by: 'CMD ["/hello"]' },
      ],
    },
  ],
});
