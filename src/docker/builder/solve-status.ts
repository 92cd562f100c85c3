/** One step as BuildKit tells it; times in epoch milliseconds. Upstream: buildkit client.Vertex. */
export interface Vertex {
  readonly id: number;
  readonly name: string;
  readonly started?: number;
  readonly completed?: number;
  readonly cached?: boolean;
  readonly error?: string;
}

/** One thing inside a step: a transfer, a layer. Upstream: client.VertexStatus. */
export interface VertexStatus {
  readonly vertex: number;
  readonly id: string;
  readonly current?: number;
  readonly total?: number;
  readonly started: number;
  readonly completed?: number;
}

/** What a step printed. Upstream: client.VertexLog. */
export interface VertexLog {
  readonly vertex: number;
  readonly stream: 1 | 2;
  readonly text: string;
  readonly at: number;
}

/** What the linter found. Upstream: client.VertexWarning. */
export interface BuildWarning {
  readonly rule: string;
  readonly message: string;
  readonly line: number;
}

/**
 * What a BuildKit build tells while it runs: one object a line of `POST /build?version=2`.
 * Simplified: the real client speaks gRPC over `POST /grpc`; here the same facts travel as plain objects.
 */
export type SolveMessage =
  /** How many steps are known of so far, begun or not. */
  | { readonly known: number }
  | { readonly vertex: Vertex }
  | { readonly status: VertexStatus }
  | { readonly log: VertexLog }
  | { readonly warnings: readonly BuildWarning[] }
  | {
      readonly result: {
        readonly id: string | undefined;
        readonly metadata?: Readonly<Record<string, unknown>>;
        readonly archive?: Uint8Array;
      };
    }
  /** `excerpt` is the source with the failed lines marked. */
  | { readonly failure: { readonly message: string; readonly excerpt?: string } };
