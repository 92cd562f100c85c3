/** One line of pull, push, load, import and build. Upstream: jsonmessage.JSONMessage. */
export interface JsonMessage {
  stream?: string;
  status?: string;
  progressDetail?: { current?: number; total?: number; hidecounts?: boolean; units?: string };
  progress?: string;
  id?: string;
  errorDetail?: { code?: number; message: string };
  error?: string;
  aux?: unknown;
}
