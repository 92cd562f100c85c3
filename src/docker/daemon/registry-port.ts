import type { Image } from '#image/image';
import type { RemoteImage } from '#image/registry-client';
import type { Reference } from '#image/reference';
import type { AuthConfig, AuthResponse } from '../api/auth';
import type { DistributionInspect } from '../api/distribution';
import type { ImageSearchItem } from '../api/image-search';
import type { JsonMessage } from '../api/json-message';

/** How the engine reaches registries. Failures reject with an error whose message is docker's; `status` is HTTP's. */
export interface RegistryPort {
  /** Pulls an image and stores it; progress comes as messages, the last ones tell the digest and the status. */
  pull(reference: Reference, auth: AuthConfig | undefined, platform: string | undefined): AsyncIterable<JsonMessage>;
  /** Looks an image up for a build, which fetches its layers itself and lists it nowhere. */
  open(reference: Reference, auth: AuthConfig | undefined): Promise<RemoteImage>;
  push(reference: Reference, auth: AuthConfig | undefined): AsyncIterable<JsonMessage>;
  search(term: string, limit: number): Promise<ImageSearchItem[]>;
  login(auth: AuthConfig): Promise<AuthResponse>;
  inspect(reference: Reference, auth: AuthConfig | undefined): Promise<DistributionInspect>;
}

/** An image that came with a pull, for those who want to know. */
export type Pulled = Pick<Image, 'id'>;
