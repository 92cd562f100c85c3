import type { Resources, RestartPolicy } from './host-config';

/** Body of `POST /containers/{id}/update`. */
export interface ContainerUpdateBody extends Partial<Resources> {
  RestartPolicy?: Partial<RestartPolicy>;
}

export interface ContainerUpdateResponse {
  Warnings: string[] | null;
}
