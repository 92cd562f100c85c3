import { BrokenPipeError } from '#io/streams';
import { text, type HttpHandler, type HttpRequest, type HttpResponse } from './http';
import { NetworkError } from './stack';

/** Calls a handler; what it throws is answered as 500 with the error's message, but for a connection that breaks. */
export async function answerHttp(handler: HttpHandler, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await handler(request);
  } catch (error) {
    if (error instanceof NetworkError || error instanceof BrokenPipeError) throw error;
    // The end of the server's process: the client sees its connection break.
    if (error instanceof Error && error.name === 'ProcessEnded')
      throw new NetworkError('ECONNRESET', 'Connection reset by peer');
    return text(500, error instanceof Error ? `${error.message}\n` : 'Internal Server Error\n');
  }
}
