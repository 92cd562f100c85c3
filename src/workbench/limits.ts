/** What `drydock help` says: what is simulated, and what is not. */
export const LIMITS = `Simulated: the Docker engine (containers, images, builds, networks, volumes, registries, events, stats), the
docker command line, docker compose and docker-compose, a shell with its everyday tools, DNS and HTTP
between containers, and a catalog of images whose programs do the visible work of the real ones.

Not simulated yet: swarm (services, stacks, secrets), plugins, docker scout, checkpoints; compilers; programs that
are not in the catalog; certificates (https is trusted as it is). Kubernetes and Helm come later.

Whatever knowingly differs from the real program is marked in the source with the word Simplified.
`;
