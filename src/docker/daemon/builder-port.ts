import type { HttpResponse } from '#network/http';
import type { AuthConfig } from '../api/auth';
import type { BuildCacheRecord } from '../api/disk-usage';
import type { Call } from './call';

/** What builds images for the engine; set by whoever puts the engine together. */
export interface BuilderPort {
  /** Answers `POST /build`: `call` has the query, `context` the tar. Throws DaemonError before the first progress. */
  build(
    call: Call,
    input: { readonly context: Uint8Array; readonly auth: AuthConfig | undefined },
  ): HttpResponse | Promise<HttpResponse>;
  /** Answers `POST /build/prune`. */
  prune(call: Call): HttpResponse;
  cache(): BuildCacheRecord[];
}
