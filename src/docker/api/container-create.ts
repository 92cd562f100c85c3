import type { Config } from './container-config';
import type { EndpointSettings } from './endpoint-settings';
import type { HostConfig } from './host-config';

/** Body of `POST /containers/create?name=&platform=`; what is absent has Go's zero value. */
export interface ContainerCreateBody extends Partial<Config> {
  HostConfig?: Partial<HostConfig>;
  NetworkingConfig?: { EndpointsConfig?: Record<string, Partial<EndpointSettings> | null> };
}

export interface ContainerCreateResponse {
  Id: string;
  Warnings: string[];
}
