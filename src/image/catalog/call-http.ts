import { request } from '#network/http-client';
import type { Headers, HttpBody, HttpResponse } from '#network/http';
import { NetworkError } from '#network/stack';
import type { Process } from '#process/process';

/** The name of a server could not be found. */
export class HostNotFoundError extends Error {
  override readonly name = 'HostNotFoundError';
}

/** One HTTP request to a server by name and port, as proxies make it. Throws NetworkError, HostNotFoundError. */
export async function callHttp(
  process: Process,
  host: string,
  port: number,
  { method, target, headers, body }: { method: string; target: string; headers: Headers; body: HttpBody },
  connectTimeoutMs: number,
): Promise<HttpResponse> {
  try {
    return await request(process, `http://${host}:${String(port)}${target}`, {
      method,
      headers,
      body,
      connectTimeoutMs,
    });
  } catch (error) {
    if (error instanceof NetworkError && (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')) {
      throw new HostNotFoundError(host);
    }
    throw error;
  }
}
